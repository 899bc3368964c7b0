import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartedProgram } from './started-program.js';

describe('what the log says at the start', function () {
  this.timeout(60_000);
  let program: StartedProgram;
  afterEach(() => program.end());

  it('is version, configuration, database, services, filter, authentication and plugins', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' });
    const file = join(program.folder, 'inspector.config.json');
    await writeFile(file, '{"ironic": {"endpointOverride": "http://127.0.0.1:9"}}');
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    const lines = program.messages();
    expect(lines[0]).to.match(/^Inspector \d+\.\d+\.\d+ starts, on Node\.js /);
    expect(lines[1]).to.equal(`Configuration: ${file}`);
    expect(lines[2]).to.equal(`Database: ${join(program.folder, 'ironic_inspector.sqlite')}, with 0 nodes`);
    expect(lines[3]).to.match(/^The database \S+ is new and empty\. .*INSPECTOR_DATABASE__CONNECTION/);
    expect(lines.slice(4, 8)).to.deep.equal([
      'Bare metal service: ironic (endpointOverride http://127.0.0.1:9)',
      'Storage of introspection data: database',
      'PXE filter: noop',
      'Authentication of API callers: none',
    ]);
    expect(lines[8]).to.match(/^Plugins: @inspector\/baremetal-ironic \d.*, @inspector\/storage-database \d/);
  });

  it('warns of a new database only when it was made', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' });
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    expect(await program.signal('SIGTERM')).to.equal(0);
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    expect(program.messages().join('\n')).to.contain('with 0 nodes').and.not.to.contain('new and empty');
  });

  it('names where no configuration was found', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' });
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    expect(program.messages()[1]).to.equal(
      `Configuration: no file found in ${program.folder}; defaults and the environment apply`,
    );
  });

  it('names configurations that are not used', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' });
    const path = (name: string) => join(program.folder, name);
    for (const name of ['inspector.config.json', 'inspector.config.yaml', 'inspector.config.ts'])
      await writeFile(path(name), '{}');
    await writeFile(path('package.json'), '{"name": "x"}');
    await program.serve();
    await program.saidOnce(/Inspector listens on/);
    expect(program.messages().filter((line) => line.startsWith('Ignored'))).to.deep.equal([
      `Ignored: ${path('inspector.config.yaml')}; ${path('inspector.config.json')} is used instead. Remove one of them, or name the right one with --config FILE`,
      `Ignored: ${path('inspector.config.ts')}; files of this kind are not read. Write inspector.config.mjs, .json or .yaml instead`,
    ]);
  });
});
