import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runProgram } from './run-program.js';

const TOKEN = {
  token: {
    user: { id: 'u1', name: 'me', domain: { id: 'd', name: 'Default' } },
    roles: [{ id: 'r', name: 'reader' }],
    system: { all: true },
    expires_at: '2031-01-01T00:00:00.000000Z',
  },
};

describe('inspector policy', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-policy-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  const run = (...args: string[]) => runProgram(['policy', ...args], { cwd: folder });
  /** The decision and what decided, by rule. */
  const decisions = (out: string) =>
    new Map(
      out
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(/ {2,}/))
        .map(([rule = '', ...rest]) => [rule, rest]),
    );

  it('check shows what a caller with a token may do, and why', async () => {
    await write('token.json', JSON.stringify(TOKEN));
    const { out, err, status } = await run('check', '--as', 'token.json');
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    const found = decisions(out);
    expect(found.get('introspection:status')).to.deep.equal(['allowed', 'role:reader, system_scope:all']);
    expect(found.get('introspection:start')?.[0]).to.equal('denied');
    expect(found.get('introspection:continue')).to.deep.equal(['allowed', 'is_public_api:True']);
  });

  it('check takes roles instead, for one rule', async () => {
    await write('policy.yaml', 'introspection:start: role:operator and not role:guest');
    const { out } = await run('check', '--rule', 'introspection:start', '--roles', 'operator, guest');
    expect(decisions(out).get('introspection:start')).to.deep.equal(['denied', 'not role:guest']);
    const { out: reader } = await run(
      'check',
      '--rule',
      'introspection:status',
      '--roles',
      'reader',
      '--system',
    );
    expect(decisions(reader).get('introspection:status')?.[0]).to.equal('allowed');
    const wrong = await run('check', '--rule', 'introspection:stat');
    expect([wrong.status, wrong.err]).to.deep.equal([
      1,
      'INSP_POLICY_INVALID: There is no rule "introspection:stat": see inspector policy show\n',
    ]);
  });

  it('check refuses a file that is no token', async () => {
    await write('token.json', '[]');
    const { status, err } = await run('check', '--as', 'token.json');
    expect([status, err]).to.deep.equal([
      1,
      'INSP_FILE_FAILED: The file is no token of Keystone: it must be the JSON that GET /v3/auth/tokens returns\n',
    ]);
  });

  it('check does not decide by a policy with problems, unless it is lenient', async () => {
    await write('policy.yaml', 'introspection:start: role:admin role:x\n');
    const strict = await run('check', '--roles', 'admin');
    expect(strict.status).to.equal(1);
    expect(strict.err).to.include('policy.yaml:1: rule "introspection:start"');
    const lenient = await run('check', '--roles', 'admin', '--lenient');
    expect(lenient.status).to.equal(0);
    expect(decisions(lenient.out).get('introspection:start')).to.deep.equal(['denied', '!']);
    expect(decisions(lenient.out).get('introspection:abort')?.[0]).to.equal('allowed');
  });

  it('validate finds every problem, and warns of rules nobody asks for', async () => {
    await write('policy.yaml', 'introspection:start: foo\nintrospection:abort: rule:none\nextra: role:x\n');
    const { out, err, status } = await run('validate', 'policy.yaml');
    expect([out, status]).to.deep.equal(['', 1]);
    const file = join(folder, 'policy.yaml');
    expect(err.split('\n')).to.deep.equal([
      `${file}:1: rule "introspection:start": "foo" is no check: write kind:match, such as role:admin, or @ or !`,
      `${file}:2: rule "introspection:abort": "rule:none" names a rule that is not there: add it`,
      `${file}:3: rule "extra": no route and no other rule asks for it (no error)`,
      '',
    ]);
    expect((await run('validate')).status).to.equal(1);
  });

  it('validate says that all is well', async () => {
    expect((await run('validate')).out).to.equal('There is no policy file; the defaults are in force.\n');
    await write('policy.yaml', 'introspection:start: "!"');
    expect((await run('validate')).out).to.equal('1 policy file has no problems.\n');
    const missing = await run('validate', 'nowhere.yaml');
    expect([missing.status, missing.err]).to.satisfy(
      ([status, err]: [number, string]) => status === 1 && err.includes('nowhere.yaml: it cannot be read'),
    );
  });

  it('show prints a policy file that means the same, with the origin of each rule', async () => {
    await write('policy.yaml', 'introspection:start: role:operator');
    const { out } = await run('show');
    expect(out).to.include(
      `# Start an introspection.\n# From ${join(folder, 'policy.yaml')}:1.\n"introspection:start": "role:operator"\n`,
    );
    expect(out).to.include(
      '# Abort an introspection.\n# From the default.\n# Whoever is admin in a project of any domain may do this.\n',
    );
    await write('policy.yaml', out);
    expect((await run('validate')).status).to.equal(0);
    const { out: defaults } = await run('show', '--defaults');
    expect(defaults).to.not.include('role:operator');
  });

  it('show makes a sample that changes nothing', async () => {
    const { out } = await run('show', '--sample');
    for (const line of out.split('\n')) expect(line).to.match(/^(#.*)?$/);
    expect(out).to.include('#"introspection:start": "');
  });

  it('convert turns JSON and lists into YAML with texts', async () => {
    await write('policy.json', '{"a": [["role:x", "role:y"], ["@"]], "b": "rule:a", "c": [[]]}');
    expect((await run('convert', 'policy.json')).out).to.equal(
      '"a": "role:x and role:y or @"\n"b": "rule:a"\n"c": "!"\n',
    );
    expect(await run('convert', 'policy.json', '-o', 'policy.yaml')).to.include({ status: 0, out: '' });
    expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).to.include('"b": "rule:a"');
    await write('wrong.json', '{"a": ""}');
    expect((await run('convert', 'wrong.json')).status).to.equal(1);
  });
});
