import type { InspectorConfig } from '../../config/types.js';
import { measureDatabase, type DatabaseMeasures } from '../../db/measure-database.js';
import { currentRevision } from '../../db/migrator.js';
import { openStore } from '../../db/open-store.js';
import type { Store } from '../../db/session.js';
import { examineDatabase } from '../validate/examine-database.js';
import { type Check, findingOf, measured, notice, ok, type Finding } from './check.js';

/** Seconds by which two clocks may differ: leases and time limits go by them. */
const CLOCK = 2;
/** Milliseconds a database nearby answers in. */
const SLOW = 250;
const DATABASE =
  'Do what the text says. "inspector dbsync upgrade" makes or upgrades the tables; docs/operations/database.md has the rest.';
const NTP = 'Have all machines set their clocks by NTP: leases and time limits go by them.';

/** What was found out about the database, and the database, to be closed by whoever asked; undefined: it cannot be used. */
export interface ExaminedStore {
  readonly checks: readonly Check[];
  readonly store: Store | undefined;
}

/** Looks at the database: whether a start could use it, how large and fast it is, and at its clock. */
export async function examineStore(config: InspectorConfig, cwd: string): Promise<ExaminedStore> {
  const usable = await measured('database', DATABASE, async () =>
    findingOf(await examineDatabase({ config, cwd }), 'it can be used'),
  );
  const store = usable.verdict === 'fault' ? undefined : await opened(config, cwd);
  if (store === undefined) return { checks: [usable], store };
  let measures: DatabaseMeasures | undefined;
  const figures = await measured('database', DATABASE, async () => {
    const revision = await currentRevision(store);
    measures = await measureDatabase(store);
    return storeFinding(revision?.revision, measures, usable);
  });
  const milliseconds = Math.round((usable.milliseconds + figures.milliseconds) * 10) / 10;
  const clock = await measured('clock', NTP, () => clockFinding(measures));
  return { checks: [{ ...figures, milliseconds }, clock], store };
}

/** The database, if it is there: a start makes an sqlite file that is missing. */
async function opened({ database }: InspectorConfig, cwd: string): Promise<Store | undefined> {
  const config = { ...database, maxRetries: 0, dbMaxRetries: 0 };
  try {
    return await openStore({ config, cwd, log: { warn: () => undefined }, create: false });
  } catch {
    // The look before has told why, or that it is not there yet.
    return undefined;
  }
}

function storeFinding(revision: string | undefined, measures: DatabaseMeasures, usable: Check): Finding {
  const { bytes, roundTrip } = measures;
  const size = bytes === undefined ? '' : `, ${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  const text = `revision ${revision ?? 'none'}${size}, answers in ${roundTrip.toFixed(1)} ms`;
  if (roundTrip > SLOW) return notice(`${text}: that is slow`);
  return usable.verdict === 'notice' ? notice(`${text}; ${usable.text}`) : ok(text);
}

function clockFinding(measures: DatabaseMeasures | undefined): Finding {
  if (measures?.ahead === undefined) return ok('the database goes by the clock of this machine');
  const { ahead } = measures;
  const side = ahead < 0 ? 'behind' : 'ahead of';
  const text = `the clock of the database is ${Math.abs(ahead).toFixed(1)} s ${side} that of this machine`;
  return Math.abs(ahead) > CLOCK ? { verdict: 'fault', text } : ok(text);
}
