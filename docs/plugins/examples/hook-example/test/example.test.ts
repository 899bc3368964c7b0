import { expect } from 'chai';
import {
  createContext,
  hookSuite,
  nodeNotFoundSuite,
  packageSuite,
  recordLog,
  runHook,
} from '@inspector/test-kit';
import nodeNotFound from '../src/node-not-found.js';
import processing from '../src/processing.js';

const data = { inventory: { hostname: 'node-7' }, logs: 'H4sIAAAA' };

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
hookSuite({ describe, it, definition: processing, run: { data } });
nodeNotFoundSuite({ describe, it, definition: nodeNotFound, run: { data }, answers: false });

describe('the example hooks', () => {
  it('log the data twice without the logs of the ramdisk, and change nothing', async () => {
    const result = await runHook(processing, { data });
    const shown = { inventory: { hostname: 'node-7' }, logs: '<hidden>' };
    expect(result.log.lines.map(({ fields }) => fields['data'])).to.deep.equal([shown, shown]);
    expect(result.data).to.deep.equal(data);
    expect(result.changes.nodeRequests).to.equal(0);
  });

  it('know no node for an unknown machine', async () => {
    const log = recordLog();
    const hook = await nodeNotFound.setup(createContext(nodeNotFound, { log }));
    expect(await hook.nodeNotFound(data)).to.equal(undefined);
    expect(log.messages('info')).to.have.length(1);
  });
});
