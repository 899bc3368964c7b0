import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';
import { claimDatabase } from '../../db/claim.js';
import { connectionText } from '../../db/connection-text.js';
import { parseConnectionUrl } from '../../db/connection-url.js';
import { currentRevision, requireNewestSchema } from '../../db/migrator.js';
import { openStore } from '../../db/open-store.js';
import { requireWritable } from '../../db/writable.js';
import { shouldUpgrade } from '../upgrade.js';
import { faultsOf } from './faults-of.js';
import { unwritable } from './file-access.js';
import type { PartFindings } from './findings.js';

/** What is looked at. */
interface Options {
  readonly config: InspectorConfig;
  readonly cwd: string;
}

/**
 * Finds out whether a start could use the database: its URL, whether it is there, can be written, and is at the newest
 * revision. Connects once; makes and changes nothing.
 */
export async function examineDatabase(options: Options): Promise<PartFindings> {
  const { config, cwd } = options;
  const notes: string[] = [];
  const faults = await faultsOf(async () => {
    const target = parseConnectionUrl(config.database.connection, cwd);
    const absent = target.dialect === 'sqlite' && target.path !== undefined && !existsSync(target.path);
    if (absent && shouldUpgrade(options)) {
      requireFolder(target.path ?? '');
      notes.push(`The database ${target.path} does not exist; the first start creates it`);
    } else if (target.dialect !== 'sqlite' || target.path !== undefined) {
      await open(options, notes);
      if (await isInUse(options)) notes.push(inUse(connectionText(config.database.connection, cwd)));
    }
  });
  return { faults, notes };
}

/** Opens the database as a start does, and closes it again. */
async function open({ config, cwd }: Options, notes: string[]): Promise<void> {
  const once = { ...config.database, maxRetries: 0, dbMaxRetries: 0 };
  const warnings: string[] = [];
  const log = { warn: (text: string) => void warnings.push(text.replace(/\.$/, '')) };
  const store = await openStore({ config: once, cwd, log, create: false });
  notes.push(...warnings);
  try {
    if (!shouldUpgrade({ config })) await requireNewestSchema(store);
    if ((await currentRevision(store)) !== undefined) await requireWritable(store);
  } finally {
    await store.close();
  }
}

/** The folder a first start makes the file in, or the first one above it that is there. */
function requireFolder(path: string): void {
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  const reason = unwritable(folder);
  if (reason === undefined) return;
  throw new InspectorError(
    'INSP_DB_READ_ONLY',
    `database.connection: the database ${path} cannot be created: ${reason}.`,
  );
}

/** Whether a service has the database now. Of sqlite, a lock file that is not there is not made for this. */
async function isInUse({ config: { database }, cwd }: Options): Promise<boolean> {
  const target = parseConnectionUrl(database.connection, cwd);
  if (target.dialect === 'sqlite' && !existsSync(`${realpathSync(target.path ?? '')}-owner`)) return false;
  const log = pino({ level: 'silent' });
  const found = await faultsOf(async () => {
    const claim = await claimDatabase({ config: database, cwd, log, patienceSeconds: 0 });
    await claim.release();
  });
  return found.some(({ code }) => code === 'INSP_DB_IN_USE');
}

const inUse = (where: string): string =>
  `A service works on the database ${where} now. If it is not the one you will restart, give this one another database`;
