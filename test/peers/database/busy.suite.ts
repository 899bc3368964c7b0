import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openStore } from '../../../core/src/db/open-store.js';
import type { Store } from '../../../core/src/db/session.js';
import type { Database, HookResult } from '../../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { freshRecord } from '../../../core/test/db/fresh-record.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { openOn } from './server.suite.js';

/** Nodes that are worked on at the same time, more than the pool of one process has connections. */
const AT_ONCE = 40;
/** What the hooks of each left behind. */
const RESULTS: readonly HookResult[] = ['scheduler', 'ramdisk_error', 'validate_interfaces'].map((hook) => ({
  ...{ hook, outcome: 'ok', milliseconds: 1, message: null },
}));
/** Introspections of each. */
const ROUNDS = 5;

/** Many introspections that begin and end at once, in two processes on MariaDB. */
export function busySuite(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  let store: Store;
  const processes: Database[] = [];
  before(async () => {
    server = await start();
    for (let index = 0; index < 2; index++) processes.push(await openOn(server.url));
    const { log } = warnings();
    store = await openStore({ config: databaseConfig(server.url), cwd: '/', log, create: false });
  });
  after(async () => {
    await store?.close();
    for (const database of processes) await database.close();
    await server?.stop();
  });

  /** How many deadlocks the server has ended since it was started. */
  const deadlocks = async (): Promise<number> => {
    const status = "SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'";
    const [row] = await store.read((session) => session.all(status));
    return Number(row?.['Value']);
  };

  /** Begins and ends an introspection of a node, again and again. */
  async function introspect({ records, recentPosts }: Database): Promise<void> {
    const uuid = randomUUID();
    let present = await records.get(uuid);
    for (let round = 0; round < ROUNDS; round++) {
      const attributes = [1, 2, 3].map((card) => ({
        name: 'mac',
        value: `${uuid.slice(0, 8)}-${round}-${card}`,
      }));
      const fresh = freshRecord({
        uuid,
        state: 'starting',
        introspection: randomUUID(),
        attributes,
        fence: round + 1,
      });
      const begun = await records.replace(fresh, present?.state);
      await recentPosts.forget(uuid);
      present = await records.change(
        begun,
        { state: 'finished', error: null, finishedAt: '2030-01-01T00:00:00', hookResults: RESULTS },
        { event: 'finish', fence: round + 1, introspection: fresh.introspection },
        { forget: true },
      );
    }
  }

  it(`does not have ${AT_ONCE} introspections lock each other up`, async () => {
    const before = await deadlocks();
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => introspect(processes[index % 2]!)));
    expect((await deadlocks()) - before).to.equal(0);
  });
}
