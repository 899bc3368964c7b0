import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runProgram } from '../../core/test/cli/run-program.js';
import { startFakeCraton, type FakeCraton } from '../../plugins/inventory-craton/test/craton/fake-craton.js';

const SAMPLES = fileURLToPath(new URL('../fixtures/ansible-inventories/', import.meta.url));
const FILE = 'openstack_inventory.json';

describe('the way of an inventory through all backends', function () {
  this.timeout(120_000);
  let folder: string;
  let craton: FakeCraton;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-round-trip-'));
    craton = await startFakeCraton();
  });
  after(async () => {
    await craton.stop();
    await rm(folder, { recursive: true });
  });

  const run = async (config: string, ...argv: string[]): Promise<string> => {
    const { status, out, err } = await runProgram(['--config', config, ...argv], { cwd: folder });
    // Craton wants an address of each host, and says so where there is none.
    expect(err.replaceAll(/^Warning: Craton needs an address.*\n/gm, ''), argv.join(' ')).to.equal('');
    expect(status).to.equal(0);
    return out;
  };

  for (const name of ['aio-2025-08', 'test-example']) {
    it(`ends with the bytes it began with (${name})`, async () => {
      const text = await readFile(join(SAMPLES, `openstack_inventory.${name}.json`), 'utf8');
      const { url, user } = craton;
      const { username, password, projectId } = user;
      const config = async (directory: string): Promise<string> => {
        await mkdir(join(folder, name, directory), { recursive: true });
        const file = join(folder, name, `${directory}.json`);
        const plugins = {
          'inventory-filesystem': { directory: join(folder, name, directory) },
          'inventory-craton': { url, username, password, projectId, region: name },
        };
        const database = { connection: `sqlite:///${join(folder, name, 'inspector.sqlite')}` };
        await writeFile(file, JSON.stringify({ plugins, database }));
        return file;
      };
      const first = await config('first');
      const last = await config('last');
      await writeFile(join(folder, name, 'first', FILE), text);
      await run(first, 'dbsync', 'upgrade');
      for (const [from, to] of [
        ['filesystem', 'database'],
        ['database', 'craton'],
      ] as const) {
        await run(first, 'inventory', 'migrate', '--from', from, '--to', to);
      }
      await run(last, 'inventory', 'migrate', '--from', 'craton', '--to', 'filesystem');

      expect(await readFile(join(folder, name, 'last', FILE), 'utf8')).to.equal(text);
      const { hostvars } = (JSON.parse(text) as { _meta: { hostvars: object } })._meta;
      const region = craton.tables.regions.find(({ fields }) => fields['name'] === name)?.id;
      const hosts = craton.tables.hosts.filter(({ fields }) => fields['region_id'] === region);
      expect(hosts.map(({ fields }) => fields['name'])).to.have.members(Object.keys(hostvars));
    });
  }
});
