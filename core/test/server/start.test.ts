import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { pino } from 'pino';
import type { AccessControl } from '../../src/access/access-control.js';
import { resolveConfig } from '../../src/config/load.js';
import { openDatabase } from '../../src/db/open-database.js';
import { startApi } from '../../src/server/start-api.js';
import { startConductor } from '../../src/server/start-conductor.js';
import { startStandalone } from '../../src/server/start-standalone.js';
import type { Inspector } from '../../src/server/inspector.js';
import { FakeConductor } from '../api/fake-conductor.js';
import { FakeRules } from '../api/fake-rules.js';

/** Lets nobody do anything. */
const closed: AccessControl = {
  identify: () => ({
    authorise: () => ({ error: new InspectorError('INSP_BAD_REQUEST', 'nobody', { status: 403 }) }),
  }),
};

describe('a process of the service', () => {
  let folder: string;
  const running: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-start-'));
  });
  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await one.close();
    await rm(folder, { recursive: true });
  });

  const options = (changes: Parameters<typeof resolveConfig>[0] = {}) => ({
    config: resolveConfig({
      listenPort: 0,
      cleanUpPeriod: 0,
      database: { connection: `sqlite:///${join(folder, 'inspector.sqlite')}`, sqliteSynchronous: false },
      ironic: { authType: 'none', endpointOverride: 'http://127.0.0.1:9' },
      ...changes,
    }),
    cwd: import.meta.dirname,
    log: pino({ level: 'silent' }),
  });
  const conductor = () => new FakeConductor(new FakeRules());
  const keep = <T extends { close(): Promise<void> }>(started: T): T => {
    running.push(started);
    return started;
  };
  const makeDatabase = async (): Promise<void> => {
    const { config, ...rest } = options();
    const database = await openDatabase({ ...rest, config: config.database, upgrade: true });
    await database.close();
  };
  const codeOf = async (start: Promise<unknown>): Promise<unknown> => {
    const failure: unknown = await start.catch((error: unknown) => error);
    return InspectorError.is(failure) ? failure.code : failure;
  };
  const status = async ({ url }: Inspector, path: string): Promise<number> =>
    (await fetch(url + path)).status;

  for (const [what, start] of [
    ['whole service', () => startStandalone({ ...options(), upgradeDatabase: true, access: closed })],
    ['API', () => startApi({ ...options(), conductor: conductor(), access: closed })],
  ] as const) {
    it(`asks the access control it was given: ${what}`, async () => {
      await makeDatabase();
      const service = keep(await start());
      expect(await status(service, '/v1/rules')).to.equal(403);
    });
  }

  it('lets everybody in where no access control was given', async () => {
    await makeDatabase();
    const api = keep(await startApi({ ...options(), conductor: conductor() }));
    expect(await status(api, '/v1/rules')).to.equal(200);
  });

  it('that is an API never changes the revision of the database', async () => {
    for (const attempt of ['first', 'second']) {
      const start = startApi({ ...options(), conductor: conductor() });
      expect(await codeOf(start), attempt).to.equal('INSP_DB_NOT_UPGRADED');
    }
  });

  it('that is an API uses the storage plugin only', async () => {
    await makeDatabase();
    const changes = {
      baremetal: { driver: 'missing' },
      coordination: { driver: 'missing' },
      pxeFilter: { driver: 'missing' },
      processing: { processingHooks: ['missing'] },
    };
    keep(await startApi({ ...options(changes), conductor: conductor() }));
    expect(await codeOf(startConductor(options(changes)))).to.equal('INSP_PLUGINS_FAILED');
    const storage = { processing: { storeData: 'missing' } };
    const start = startApi({ ...options(storage), conductor: conductor() });
    expect(await codeOf(start)).to.equal('INSP_PLUGIN_NOT_INSTALLED');
  });

  it('has the database for itself when it works on nodes', async () => {
    const first = await startConductor({ ...options(), upgradeDatabase: true });
    try {
      expect(await codeOf(startConductor(options()))).to.equal('INSP_DB_IN_USE');
      keep(await startApi({ ...options(), conductor: conductor() }));
    } finally {
      await first.close();
    }
    keep(await startConductor(options()));
  });

  it('that cannot listen leaves nothing behind', async () => {
    const { port } = new URL(keep(await startStandalone({ ...options(), upgradeDatabase: true })).url);
    const elsewhere = { connection: `sqlite:///${join(folder, 'other.sqlite')}`, sqliteSynchronous: false };
    const taken = { ...options({ listenPort: Number(port), database: elsewhere }), upgradeDatabase: true };
    expect(await codeOf(startStandalone(taken))).to.equal('INSP_LISTEN_FAILED');
    keep(await startStandalone({ ...options({ database: elsewhere }) }));
  });
});
