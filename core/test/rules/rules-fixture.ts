import { createMetrics } from '../../src/metrics/metrics.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BareMetal, BareMetalNode, JsonObject } from '@inspector/plugin-api';
import { databaseOptions } from '../../src/config/options/database.js';
import { openDatabase } from '../../src/db/open-database.js';
import type { Database } from '../../src/db/types.js';
import { memoryNotes, ServiceNodeHandle } from '@inspector/plugin-api/node';
import { createRules, type CreateRulesOptions, type Rules } from '../../src/rules/create-rules.js';
import { collectingLog, standardOperators } from './operators-fixture.js';

const quiet = { warn: () => undefined };

/** A database of its own in a temporary folder. */
export interface RulesDatabase {
  readonly database: Database;
  /** The same database opened a second time, as another process does. */
  openAgain(): Promise<Database>;
  remove(): Promise<void>;
}

/** Opens an empty database. */
export async function rulesDatabase(): Promise<RulesDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-rules-'));
  const config = {
    ...Object.fromEntries(Object.entries(databaseOptions).map(([name, { fallback }]) => [name, fallback])),
    connection: `sqlite:///${join(folder, 'rules.sqlite')}`,
  } as never;
  const open = (): Promise<Database> => openDatabase({ config, cwd: folder, log: quiet, upgrade: true });
  const opened = [await open()];
  return {
    database: opened[0]!,
    openAgain: async () => {
      const database = await open();
      opened.push(database);
      return database;
    },
    remove: async () => {
      for (const database of opened) await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The rules room over a database, the standard operators and a log to look into. */
export async function rulesOver(
  database: Database,
  options: Partial<CreateRulesOptions> = {},
): Promise<Rules & { readonly log: ReturnType<typeof collectingLog> }> {
  const log = collectingLog();
  const unused = (): never => {
    throw new Error('not expected');
  };
  const rules = createRules({
    repository: database.rules,
    ...(await standardOperators()),
    log,
    metrics: createMetrics(),
    loadData: unused,
    readNode: unused,
    listPorts: unused,
    ...options,
  });
  return { ...rules, log };
}

/** A node in a bare metal service that only lives in memory, and the requests it got. */
export interface NodeInMemory {
  readonly handle: ServiceNodeHandle;
  readonly requests: unknown[];
}

/** UUID of {@link nodeInMemory}. */
export const NODE_UUID = '7b0f0a3e-3c5d-4a39-9d3a-111111111111';

/** Makes a node, `properties` and `extra` empty as those of a new one; its requests are kept as `[name, …arguments]` without the UUID. */
export function nodeInMemory(fields: JsonObject = {}, ports: readonly JsonObject[] = []): NodeInMemory {
  const node: BareMetalNode = { uuid: NODE_UUID, properties: {}, extra: {}, ...fields };
  const requests: unknown[] = [];
  const answer =
    (name: string, result?: unknown) =>
    (uuid: string, ...details: unknown[]): Promise<unknown> => {
      requests.push([name, ...(uuid === NODE_UUID ? [] : [uuid]), ...details]);
      return Promise.resolve(result);
    };
  const baremetal = {
    getNode: answer('getNode', node),
    patchNode: answer('patchNode', node),
    addTrait: answer('addTrait'),
    removeTrait: answer('removeTrait'),
    listNodePorts: () => Promise.resolve(ports),
    patchPort: answer('patchPort', {}),
  } as unknown as BareMetal;
  const record = {
    uuid: NODE_UUID,
    name: 'rack7-u12',
    state: 'processing',
    startedAt: null,
    finishedAt: null,
    error: null,
    manageBoot: true,
  } as const;
  return {
    handle: new ServiceNodeHandle(record, { baremetal, records: memoryNotes(), log: collectingLog() }),
    requests,
  };
}
