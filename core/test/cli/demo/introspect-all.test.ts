import { createClient } from '@inspector/client';
import { expect } from 'chai';
import { rm } from 'node:fs/promises';
import { introspectAll } from '../../../src/cli/demo/introspect-all.js';
import { resultTable } from '../../../src/cli/demo/result-table.js';
import { setStage, type Stage } from '../../../src/cli/demo/stage.js';

describe('demonstration', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage(2, { cwd: undefined, content: {} });
  });
  afterEach(async () => {
    await stage.close();
    await rm(stage.folder, { recursive: true });
  });

  it('shows which machine failed and why, and what the others are', async () => {
    const [good, bad] = [stage.machines[0]!, stage.machines[1]!];
    stage.ironic.hardware(bad.uuid).validation['power'] = { result: false, reason: 'no BMC address' };
    const shown: string[] = [];
    const progress = {
      show: (node: string, state: string) => void shown.push(`${node} ${state}`),
      end: () => undefined,
    };
    const client = createClient({ url: stage.inspectorUrl });

    const endings = await introspectAll(client, stage.machines, progress, new AbortController().signal);

    expect(endings.map(({ subject }) => subject)).to.deep.equal([good, bad]);
    expect(endings[0]).to.have.nested.property('status.state', 'finished');
    expect(endings[0]?.error).to.equal(null);
    expect(endings[1]?.error).to.contain('no BMC address');
    expect(shown).to.include.members(['machine-0 finished', 'machine-1 error']);
    const table = await resultTable(endings, client, (uuid) => stage.ironic.portsOf(uuid).length);
    expect(table[1]).to.match(/^machine-0 +finished +48 /);
    expect(table[2]).to.match(/^machine-1 +not started +- +- +- +1 +-$/);
  });
});
