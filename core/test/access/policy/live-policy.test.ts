import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { LivePolicy } from '../../../src/access/policy/live-policy.js';
import { createMetrics } from '../../../src/metrics/metrics.js';

describe('a policy that follows its files', () => {
  let folder: string;
  let lines: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-policy-'));
    lines = [];
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const note = (line: string) => void lines.push(line);
  const metrics = createMetrics();
  const open = (changes: { lenient?: boolean; policyFile?: string } = {}) =>
    new LivePolicy({
      ...{ cwd: folder, policyFile: 'policy.yaml', policyDirs: ['policy.d'] },
      ...{ enforceNewDefaults: true, lenient: false, ...changes },
      log: { info: note, warn: note, error: note } as never,
      metrics,
    });
  const valid = async () => (await metrics.policyValid.get()).values[0]?.value;
  const allows = (policy: LivePolicy, role: string) =>
    policy.current.allows('introspection:start', { roles: [role], is_public_api: false });

  it('needs none', async () => {
    expect(allows(open(), 'admin')).to.equal(true);
    expect(await valid()).to.equal(1);
  });

  it('is in force as soon as a file comes, changes, or is replaced by an older one', async () => {
    const policy = open();
    await write('policy.yaml', 'introspection:start: role:one');
    policy.look();
    expect([allows(policy, 'one'), allows(policy, 'admin')]).to.deep.equal([true, false]);
    await write('older.yaml', 'introspection:start: role:two');
    await rename(join(folder, 'older.yaml'), join(folder, 'policy.yaml'));
    policy.look();
    expect([allows(policy, 'two'), allows(policy, 'one')]).to.deep.equal([true, false]);
    expect(lines).to.deep.equal(['The policy was read again', 'The policy was read again']);
  });

  it('is made of the main file and the files of its folders, in the order of their names', async () => {
    await write('policy.yaml', 'introspection:start: role:main');
    await mkdir(join(folder, 'policy.d'));
    await write('policy.d/20-b.json', '{"introspection:start": "role:b"}');
    await write('policy.d/10-a.yml', 'introspection:start: role:a');
    await write('policy.d/.hidden.yaml', 'introspection:start: role:hidden');
    await write('policy.d/30.yaml.bak', 'introspection:start: role:old');
    expect(allows(open(), 'b')).to.equal(true);
    expect(lines).to.deep.equal([
      `${join(folder, 'policy.d/30.yaml.bak')}: it is passed over; policy files end in .yaml, .yml or .json: rename it`,
    ]);
  });

  it('does not begin with a file that has problems, and tells all of them', async () => {
    await write('policy.yaml', 'introspection:start: foo\nintrospection:abort:\n');
    expect(() => open())
      .to.throw(InspectorError, /The policy has 2 problems:/)
      .with.property('code', 'INSP_POLICY_INVALID');
    expect(allows(open({ lenient: true }), 'admin')).to.equal(false);
    expect(await valid()).to.equal(0);
  });

  it('keeps the last good rules while a file is wrong, says so once, and takes it when it is right', async () => {
    await write('policy.yaml', 'introspection:start: role:one');
    const policy = open();
    await write('policy.yaml', 'introspection:start: ""\n# wrong');
    policy.look();
    policy.look();
    expect([allows(policy, 'one'), allows(policy, 'admin')]).to.deep.equal([true, false]);
    expect(await valid()).to.equal(0);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include('policy.yaml:1').and.include('The rules from before stay in force.');
    await write('policy.yaml', 'introspection:start: role:right');
    policy.look();
    expect(allows(policy, 'right')).to.equal(true);
    expect(await valid()).to.equal(1);
  });

  it('keeps the last good rules when the main file is deleted', async () => {
    await write('policy.yaml', 'introspection:start: role:one');
    const policy = open();
    await rm(join(folder, 'policy.yaml'));
    policy.look();
    expect([allows(policy, 'one'), allows(policy, 'admin')]).to.deep.equal([true, false]);
    expect(lines[0]).to.include('is gone; its last rules stay in force');
    expect(await valid()).to.equal(0);
  });

  it('has a problem with a file that cannot be read', async () => {
    await mkdir(join(folder, 'policy.yaml'));
    expect(() => open()).to.throw(/policy\.yaml: it cannot be read: it is a folder/);
  });
});
