// Run by a test as a process of its own: works on nodes that another process works on, too, and tells what surprised it.
import { setTimeout as pause } from 'node:timers/promises';
import { InspectorError } from '@inspector/plugin-api';
import { failUnsettled } from '../../../src/conductor/clean-up.js';
import { WORKING } from '../../../src/conductor/working-states.js';
import { TakeOver } from '../../../src/conductor/take-over.js';
import { openDatabase } from '../../../src/db/open-database.js';
import { databaseConfig, warnings } from '../../db/database-config.js';
import { OPERATIONS } from './operations.js';
import { RemoteLeases } from './remote-leases.js';
import { seeded } from './seeded.js';
import { type Machine, servicesOf } from './services.js';

/** What the process is to do. */
export interface Order {
  readonly connection: string;
  readonly machines: readonly Machine[];
  readonly operations: number;
  readonly seed: number;
}

/** What came of it. */
export interface Report {
  readonly stolen: number;
  /** Errors that no operator should see. */
  readonly surprises: readonly string[];
}

const { connection, machines, operations, seed } = JSON.parse(process.argv[2] ?? '') as Order;
const config = databaseConfig(connection);
const database = await openDatabase({ config, cwd: '/', log: warnings().log, upgrade: false });
const random = seeded(seed);
const leases = new RemoteLeases(random);
const services = servicesOf(database, leases, machines);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const surprises: string[] = [];
let left = operations;
/** Waits until nothing goes on in the background, which stays open for more. */
async function idle(): Promise<void> {
  while (services.background.active + services.background.queued > 0) await pause(5);
}
async function work(): Promise<void> {
  while (left-- > 0) {
    try {
      await pick(OPERATIONS)(pick(machines), services);
    } catch (error) {
      if (!InspectorError.is(error))
        surprises.push(error instanceof Error ? String(error.stack) : String(error));
    }
  }
}
await Promise.all(Array.from({ length: 4 }, work));
await idle();
const settle = new Promise<void>((resolve) => {
  process.on('message', (message: { readonly settle?: boolean }) => {
    if (message.settle === true) resolve();
  });
});
process.send?.({ report: { stolen: leases.stolen, surprises } satisfies Report });
await settle;
// Leases are stolen from the leader, too, so what it takes over may be lost once more.
leases.leads = true;
const leader = new TakeOver(services);
for (let round = 0; round < 200; round++) {
  await failUnsettled(services);
  await leader.run();
  await idle();
  if (round > 0 && (await database.records.inStates(WORKING)).length === 0) break;
}
await services.background.drain(60_000);
await database.close();
process.disconnect();
