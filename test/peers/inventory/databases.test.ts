import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { AnsibleScript } from './ansible-script.js';
import { inventoryProcessesSuite } from './processes.suite.js';

const ANSIBLE = ['ansible', 'ansible-inventory'];
const IS_LONG = process.env['INSPECTOR_TEST_LONG'] === '1';
const SAMPLE = new URL(
  '../../fixtures/ansible-inventories/openstack_inventory.test-example.json',
  import.meta.url,
);

/** What holds of an inventory in a server of databases. */
function onServer(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  before(async () => {
    server = await start();
  });
  after(() => server.stop());

  it('is read by Ansible as a file is', async () => {
    const text = await readFile(SAMPLE, 'utf8');
    const { _meta } = JSON.parse(text) as { _meta: { hostvars: Record<string, unknown> } };
    const config = {
      inventory: { backend: 'database' },
      database: { connection: await server.create('ansible') },
    };
    const [file, stored] = [await AnsibleScript.make(text), await AnsibleScript.onBackend(text, config)];
    try {
      const argv = ['--list', '--export'];
      const wanted = await file.run('ansible-inventory', argv);
      expect(wanted).to.include({ status: 0, err: '' });
      expect(await stored.run('ansible-inventory', argv)).to.deep.equal(wanted);
      const host = await stored.shell('./inventory --host compute1');
      expect(JSON.parse(host.out)).to.deep.equal(_meta.hostvars['compute1']);
      const asked = ['compute1', '-c', 'local', '-m', 'debug', '-a', 'var=container_name'];
      expect((await stored.run('ansible', asked)).out).to.contain('"container_name": "compute1"');
    } finally {
      await Promise.all([file.remove(), stored.remove()]);
    }
  });

  inventoryProcessesSuite(() => server.url);
}

describePeer('an inventory in MariaDB', [...MARIADB_COMMANDS, ...ANSIBLE], function () {
  this.timeout(IS_LONG ? 1_800_000 : 180_000);
  onServer(() => startMariadb());
});

describePeer('an inventory in PostgreSQL', [...POSTGRESQL_COMMANDS, ...ANSIBLE], function () {
  this.timeout(IS_LONG ? 1_800_000 : 180_000);
  onServer(() => startPostgresql());
});

describe('an inventory in an sqlite file', function () {
  this.timeout(IS_LONG ? 1_800_000 : 180_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-inventory-'));
  });
  after(() => rm(folder, { recursive: true }));

  inventoryProcessesSuite(() => `sqlite:///${folder}/inventory.sqlite`);
});
