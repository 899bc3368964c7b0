import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createMachine,
  enroll,
  postAsRamdisk,
  startFakeIronic,
  type FakeIronic,
  type Machine,
} from '@inspector/simulator';
import { expect } from 'chai';
import { ADOPTION_COMMANDS, FILL } from '../database/adoption.suite.js';
import { expectSame, expectSameValues, readEverything } from '../database/everything.js';
import { freePort } from '../free-port.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ini } from '../servers/ironic-conf.js';
import { configuration } from '../servers/ironic-inspector.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { run } from '../servers/run.js';
import { Operator, type Site } from './operator.js';
import { migrationGuide } from './page.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMMANDS = [...ADOPTION_COMMANDS, 'curl', 'python3', 'diff', 'sed'] as const;

/** A machine as the page expects it: ironic-inspector is configured, and Inspector is installed. */
async function prepare(folder: string, ironicUrl: string, database?: string): Promise<Site> {
  const [etc, state, opt] = ['etc', 'var', 'opt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [
    etc,
    state,
    opt,
    ...['lock', 'hostsdir', 'ramdisk-logs'].map((name) => join(folder, name)),
  ])
    await mkdir(path);
  await symlink(join(ROOT, 'node_modules'), join(opt, 'node_modules'));
  const port = await freePort();
  const hostsdir = join(state, 'dhcp-hostsdir');
  await mkdir(hostsdir);
  const options = {
    pxe_filter: { driver: 'dnsmasq' },
    dnsmasq_pxe_filter: { dhcp_hostsdir: hostsdir },
    swift: { username: 'inspector', password: 'swift-secret', auth_type: 'password' },
  };
  const conf = join(etc, 'inspector.conf');
  const connection = database ?? `sqlite:///${state}/inspectordb`;
  await writeFile(conf, ini(configuration(folder, port, { ironicUrl, database: connection, options })));
  await run('/usr/bin/ironic-inspector-dbsync', ['--config-file', conf, 'upgrade'], { cwd: folder });
  await run('/usr/bin/python3', [FILL, conf], { cwd: folder });
  return {
    folder,
    here: [
      ['/etc/ironic-inspector', etc],
      ['/var/lib/ironic-inspector', state],
      ['/opt/inspector', opt],
      ['127.0.0.1:5050', `127.0.0.1:${port}`],
    ],
    ironicInspector: { args: ['--config-file', conf], url: `http://127.0.0.1:${port}` },
  };
}

/** Host files by name, as dnsmasq sees them: it passes over those that begin with a dot. */
async function hostFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

const MARKING = { action: 'set-attribute', path: '/extra/marked', value: 'yes' };

interface RuleBody {
  readonly uuid: string;
  readonly conditions: readonly unknown[];
  readonly actions: readonly { readonly action: string }[];
}

async function rulesOf(url: string): Promise<string[]> {
  const { rules } = (await (await fetch(`${url}/v1/rules`)).json()) as { rules: RuleBody[] };
  return rules.map(({ uuid }) => uuid);
}

/** Whether a rule fails every introspection: no machine would get through. */
async function failsAll(url: string, uuid: string): Promise<boolean> {
  const rule = (await (await fetch(`${url}/v1/rules/${uuid}`)).json()) as RuleBody;
  return rule.conditions.length === 0 && rule.actions.some(({ action }) => action === 'fail');
}

async function removeRule(url: string, uuid: string | undefined): Promise<void> {
  const { status } = await fetch(`${url}/v1/rules/${uuid}`, { method: 'DELETE' });
  expect(status).to.equal(204);
}

/** Introspects a machine to the end, as its ramdisk and an operator do. */
async function introspect(url: string, { uuid, payload }: Machine): Promise<void> {
  const started = await fetch(`${url}/v1/introspection/${uuid}`, { method: 'POST' });
  expect(started.status).to.equal(202);
  const status = async (): Promise<{ finished: boolean; error: string | null; state: string }> =>
    (await (await fetch(`${url}/v1/introspection/${uuid}`)).json()) as never;
  while ((await status()).state !== 'waiting') await pause(50);
  const posted = await postAsRamdisk(JSON.stringify(payload), {
    callbackUrl: `${url}/v1/continue`,
    attempts: 20,
  });
  expect(posted.status, posted.text).to.equal(200);
  while (!(await status()).finished) await pause(50);
  expect((await status()).error).to.equal(null);
}

/** The nodes of the filled database are known to Ironic, and two machines besides. */
async function startIronicOf(machines: readonly Machine[]): Promise<FakeIronic> {
  const ironic = await startFakeIronic({ drivers: ['ipmi'] });
  for (const machine of machines) enroll(ironic, machine, { name: null, provision_state: 'manageable' });
  return ironic;
}

/**
 * Follows the page there, back, and there again, with work in between.
 *
 * @param mark - of the blocks that are for this database
 */
function guideSuite(mark: string | undefined, connection?: (folder: string) => Promise<string>): void {
  let folder: string;
  let ironic: FakeIronic;
  let operator: Operator | undefined;
  const [first, second, third] = [1, 2, 3].map((index) =>
    createMachine({ index, seed: 'migration', payload: 'kvm-2nic-extra-hardware', driver: 'ipmi' }),
  ) as [Machine, Machine, Machine];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-migration-'));
    ironic = await startIronicOf([first, second, third]);
  });
  afterEach(async () => {
    await operator?.end();
    await ironic.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('leads to Inspector with everything, back with everything, and there again', async () => {
    const site = await prepare(folder, ironic.url, await connection?.(folder));
    const { url } = site.ironicInspector;
    const sections = await migrationGuide(mark === undefined ? [] : [mark]);
    const follow = async (titles: RegExp): Promise<void> => {
      for (const section of sections.filter(({ title }) => titles.test(title)))
        await operator?.follow(section);
    };
    operator = await Operator.begin(site);
    const filled = await readEverything(url);
    expect(filled.size).to.equal(1 + 50 * 3 + 2 + 1 + 20);
    for (const path of filled.keys()) {
      const uuid = /^\/v1\/introspection\/([^/?]+)$/.exec(path)?.[1];
      if (uuid !== undefined) ironic.addNode({ uuid, driver: 'ipmi' });
    }
    for (const uuid of await rulesOf(url)) if (await failsAll(url, uuid)) await removeRule(url, uuid);
    await introspect(url, first);
    const before = await readEverything(url);
    const hosts = Object.entries(await hostFiles(join(folder, 'var/dhcp-hostsdir')));
    // Nothing is introspected: ironic-inspector would deny the last machine, too, when it synchronises next.
    const idle = hosts.map(([name, text]) => [name, text.replace(`${name}\n`, `${name},ignore\n`)]);

    await follow(/^(?:Before|\d\. )/);
    expectSame(await readEverything(url), before);
    expect(await hostFiles(join(folder, 'var/dhcp-hostsdir'))).to.deep.equal(Object.fromEntries(idle));

    await introspect(url, second);
    const rule = { description: 'made meanwhile', conditions: [], actions: [MARKING] };
    const created = await fetch(`${url}/v1/rules`, { method: 'POST', body: JSON.stringify(rule) });
    expect(created.status).to.equal(201);
    await removeRule(url, (await rulesOf(url))[0]);
    const meanwhile = await readEverything(url);

    await follow(/^Go back$/);
    expectSameValues(await readEverything(url), meanwhile);
    await introspect(url, third);
    await introspect(url, second);
    const old = await readEverything(url);

    await follow(/^Come again$/);
    expectSameValues(await readEverything(url), old);
    await introspect(url, third);
  });
}

describePeer('the way from ironic-inspector with sqlite to Inspector and back', COMMANDS, function () {
  this.timeout(900_000);
  guideSuite(undefined);
});

describePeer(
  'the way from ironic-inspector with MariaDB to Inspector and back',
  [...COMMANDS, ...MARIADB_COMMANDS, 'mysqldump'],
  function () {
    this.timeout(900_000);
    let server: DatabaseServer;
    before(async () => {
      server = await startMariadb();
    });
    after(() => server.stop());
    guideSuite('mariadb', async (folder) => {
      const database = await server.create('ironic_inspector');
      const { hostname, port, username, password } = new URL(database);
      const lines = ['[client]', `host=${hostname}`, `port=${port}`, `user=${username}`];
      await writeFile(
        join(folder, '.my.cnf'),
        [...lines, `password="${decodeURIComponent(password)}"`, ''].join('\n'),
      );
      return database;
    });
  },
);
