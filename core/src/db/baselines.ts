import type {
  BaselineRepository,
  BaselineScope,
  StoredBaseline,
  StoredBaselineWithBody,
} from './baseline-types.js';
import { marks, orUpdate } from './dialect.js';
import type { Row, Store } from './session.js';
import type { HardwareSummary } from './summary-types.js';
import { fromStored, toStored } from './timestamp.js';

const TABLE = 'inspector_baselines';
const COLUMNS = 'scope, source_uuid, source_number, created_at, author, summary';
/** Milliseconds for which it is believed that there are none. */
const BELIEVED = 1000;

const NODE = 'node:';
const CLASS = 'class:';

const keyOf = (scope: BaselineScope): string =>
  scope.kind === 'node' ? `${NODE}${scope.uuid}` : `${CLASS}${scope.name}`;

const scopeOf = (key: string): BaselineScope =>
  key.startsWith(NODE)
    ? { kind: 'node', uuid: key.slice(NODE.length) }
    : { kind: 'class', name: key.slice(CLASS.length) };

const baselineOf = (row: Row): StoredBaseline => ({
  scope: scopeOf(String(row['scope'])),
  source: { uuid: String(row['source_uuid']), number: Number(row['source_number']) },
  setAt: fromStored(row['created_at']) ?? '',
  author: typeof row['author'] === 'string' ? row['author'] : null,
  summary: JSON.parse(String(row['summary'])) as HardwareSummary,
});

/** The hardware that nodes should have, in the table `inspector_baselines`. */
export function baselineRepository(store: Store): BaselineRepository {
  /** When it was seen last that there are none, as `performance.now()` tells time. */
  let seenNone = Number.NEGATIVE_INFINITY;
  /** How many were set by this process. */
  let changes = 0;
  const find = (scope: BaselineScope): Promise<StoredBaselineWithBody | undefined> =>
    store.read(async (session) => {
      const sql = `SELECT ${COLUMNS}, body FROM ${TABLE} WHERE scope = ?`;
      const [row] = await session.all(sql, [keyOf(scope)]);
      return row && withBody(row);
    });
  /** The first key: that of a class where any class has a baseline. */
  const firstKey = (): Promise<string | undefined> =>
    store.read(async (session) => {
      const [row] = await session.all(`SELECT MIN(scope) AS scope FROM ${TABLE}`);
      return typeof row?.['scope'] === 'string' ? row['scope'] : undefined;
    });
  return {
    list: () =>
      store.read(async (session) =>
        (await session.all(`SELECT ${COLUMNS} FROM ${TABLE} ORDER BY scope`)).map(baselineOf),
      ),
    get: find,
    async set({ scope, source, setAt, author, summary, body }) {
      const columns = ['source_uuid', 'source_number', 'created_at', 'author', 'summary', 'body'];
      await store.statement((session) =>
        session.run(
          `INSERT INTO ${TABLE} (scope, node_uuid, ${columns.join(', ')}) VALUES (${marks(8)})
            ${orUpdate(session.dialect, ['scope'], columns)}`,
          [
            ...[keyOf(scope), scope.kind === 'node' ? scope.uuid : null, source.uuid, source.number],
            ...[toStored(setAt, 'sqlite'), author, JSON.stringify(summary), body],
          ],
        ),
      );
      changes += 1;
      seenNone = Number.NEGATIVE_INFINITY;
    },
    clear: (scope) =>
      store.statement(async (session, uncertain) => {
        const gone = await session.run(`DELETE FROM ${TABLE} WHERE scope = ?`, [keyOf(scope)]);
        return gone > 0 || uncertain;
      }),
    async applying(uuid, classOf) {
      if (performance.now() - seenNone < BELIEVED) return undefined;
      const asked = changes;
      const own = await find({ kind: 'node', uuid });
      if (own !== undefined) return own;
      const first = await firstKey();
      if (first === undefined && asked === changes) seenNone = performance.now();
      if (first?.startsWith(CLASS) !== true) return undefined;
      const name = await classOf();
      return name === null ? undefined : find({ kind: 'class', name });
    },
  };
}

const withBody = (row: Row): StoredBaselineWithBody => ({
  ...baselineOf(row),
  body: Buffer.from(row['body'] as Uint8Array),
});
