import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { StartedProgram } from './started-program.js';

const configuration = (options: object): string => `export default ${JSON.stringify(options)};\n`;

describe('SIGHUP', function () {
  this.timeout(60_000);
  let program: StartedProgram;
  beforeEach(async () => {
    program = await StartedProgram.make({
      LISTEN_PORT: '0',
      AUTH_STRATEGY: 'http_basic',
      HTTP_BASIC_AUTH_USER_FILE: 'htpasswd',
    });
    await writeFile(join(program.folder, 'htpasswd'), `alice:${hashSync('one', 4)}\n`);
  });
  afterEach(() => program.end());
  const config = (options: object): Promise<void> =>
    writeFile(join(program.folder, 'inspector.config.mjs'), configuration(options));

  it('reads again what can be, at once, and names what needs a restart without its value', async () => {
    await config({ httpBasicRoles: { alice: 'admin' } });
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    await writeFile(
      join(program.folder, 'htpasswd'),
      `alice:${hashSync('two', 4)}\nbob:${hashSync('x', 4)}\n`,
    );
    await writeFile(join(program.folder, 'policy.yaml'), '"introspection:start": "role:member"\n');
    await config({ httpBasicRoles: { alice: 'reader' }, debug: true, ironic: { password: 'pa55-word' } });
    program.send('SIGHUP');
    const said = await program.saidOnce(/Configuration read again/);
    const line = program.messages().find((message) => message.startsWith('Configuration read again'));
    expect(line).to.match(/with (policy, file of users|file of users, policy): the log level is debug; /);
    expect(line).to.include('httpBasicRoles.alice').and.to.include('changed and need a restart');
    expect(said).to.not.include('pa55-word');
    expect(program.messages()).to.include('The policy was read again');
    expect(program.messages()).to.include('The file of users was read again: 2 users');
  });

  it('leaves everything as it was where a file is wrong, and says so', async () => {
    await config({ httpBasicRoles: { alice: 'admin' } });
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    await writeFile(join(program.folder, 'policy.yaml'), '"introspection:start":\n');
    program.send('SIGHUP');
    await program.saidOnce(/Configuration read again[^"]*nothing else has changed/);
    expect(program.said).to.include('The rules from before stay in force');
  });
});
