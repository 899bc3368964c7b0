import { expect } from 'chai';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StartedProgram } from './started-program.js';

describe('a signal while the service starts', function () {
  this.timeout(60_000);
  let program: StartedProgram;
  let silent: Server;
  before(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    silent.closeAllConnections();
    silent.close();
  });
  afterEach(() => program.end());

  const port = () => (silent.address() as AddressInfo).port;
  const stopped = 'The service was told to stop before it had started.';

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`${signal} ends the waiting for a database`, async () => {
      const connection = 'mysql://me:secret@127.0.0.1:1/inspector';
      program = await StartedProgram.make({ DATABASE__CONNECTION: connection });
      await program.serve();
      const said = await program.saidOnce(/No connection to/);
      expect(said).to.contain(
        'No connection to mysql://me@127.0.0.1:1/inspector (try 1 of 11; the next in 10 s): ',
      );
      expect(await program.signal(signal)).to.equal(0);
      expect(program.said).to.contain(stopped);
    });
  }

  it('ends the evaluation of a configuration', async () => {
    program = await StartedProgram.make({});
    await writeFile(
      join(program.folder, 'inspector.config.mjs'),
      `process.stderr.write('evaluating');
      const timer = setInterval(() => undefined, 1000);
      await new Promise(() => timer);
      export default {};`,
    );
    await program.serve();
    await program.saidOnce(/evaluating/);
    expect(await program.signal('SIGTERM')).to.equal(0);
    expect(program.said).to.contain(stopped);
  });

  it('ends the waiting for Ironic, and takes no requests after it', async () => {
    program = await StartedProgram.make({
      LISTEN_PORT: '0',
      PXE_FILTER__DRIVER: 'dnsmasq',
      IRONIC__ENDPOINT_OVERRIDE: `http://127.0.0.1:${port()}`,
      DNSMASQ_PXE_FILTER__DHCP_HOSTSDIR: 'hosts',
    });
    await mkdir(join(program.folder, 'hosts'));
    const asked = new Promise((resolve) => silent.once('request', resolve));
    await program.serve();
    await asked;
    expect(await program.signal('SIGTERM')).to.equal(0);
    expect(program.said).to.contain(stopped).and.not.to.contain('Inspector listens');
  });
});

describe('a database that the service may not write', function () {
  this.timeout(60_000);
  let program: StartedProgram;
  afterEach(() => program.end());

  it('stops the start, which names user, files and repair', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' });
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    await program.signal('SIGTERM');
    const file = join(program.folder, 'ironic_inspector.sqlite');
    await chmod(file, 0o444);
    await chmod(program.folder, 0o777);
    await program.serve({ asOther: true });
    expect(await program.ended()).to.equal(1);
    expect(program.said).to.match(/^INSP_DB_READ_ONLY: The database \S+ cannot be written/m);
    expect(program.said).to.contain(`may not write ${file}`).and.to.contain('Run: chown -R');
  });
});
