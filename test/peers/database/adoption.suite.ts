import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createInspector } from '@inspector/core';
import { expect } from 'chai';
import { pino } from 'pino';
import { openStore } from '../../../core/src/db/open-store.js';
import { compareSchema } from '../../../core/src/db/schema-difference.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { run } from '../servers/run.js';
import { IRONIC_INSPECTOR_PROGRAMS, startIronicInspector } from '../servers/ironic-inspector.js';

/** The programs {@link adoptionSuite} needs. */
export const ADOPTION_COMMANDS = ['/usr/bin/python3', ...IRONIC_INSPECTOR_PROGRAMS] as const;

const FILL = fileURLToPath(new URL('fill.py', import.meta.url));
/** Nobody listens there; reading needs no bare metal service. */
const NO_IRONIC = 'http://127.0.0.1:9';

/** Everything an API shows: paths and their answers, with the service's own address taken out. */
type Everything = Map<string, unknown>;
interface Listed {
  readonly uuid: string;
}

async function read(base: string, path: string): Promise<{ status: number; body: unknown; text: string }> {
  const response = await fetch(`${base}${path}`);
  const text = (await response.text()).replaceAll(base, '').trim();
  return { status: response.status, body: JSON.parse(text) as unknown, text };
}

async function readEverything(base: string): Promise<Everything> {
  const whole = async (path: string): Promise<[string, unknown]> => {
    const { status, body } = await read(base, path);
    return [path, { status, body }];
  };
  // Stored data are compared as texts: parsing hides how numbers are written.
  const data = async (path: string): Promise<[string, unknown]> => {
    const { status, text } = await read(base, path);
    return [path, status === 200 ? text : status];
  };
  const { introspection } = (await read(base, '/v1/introspection')).body as { introspection: Listed[] };
  const { rules } = (await read(base, '/v1/rules')).body as { rules: Listed[] };
  const ofNode = (uuid: string) => [
    whole(`/v1/introspection/${uuid}`),
    data(`/v1/introspection/${uuid}/data`),
    data(`/v1/introspection/${uuid}/data/unprocessed`),
  ];
  return new Map(
    await Promise.all([
      whole('/v1/introspection'),
      whole(`/v1/introspection?limit=7&marker=${introspection[20]?.uuid}`),
      whole('/v1/introspection?state=error,waiting'),
      ...introspection.flatMap(({ uuid }) => ofNode(uuid)),
      whole('/v1/rules'),
      ...rules.map(({ uuid }) => whole(`/v1/rules/${uuid}`)),
    ]),
  );
}

function expectSame(found: Everything, wanted: Everything): void {
  expect([...found.keys()]).to.deep.equal([...wanted.keys()]);
  for (const [path, answer] of wanted) expect(found.get(path), path).to.deep.equal(answer);
}

async function storedMacs(url: string): Promise<string[]> {
  const store = await openStore({
    config: databaseConfig(url),
    cwd: '/',
    log: warnings().log,
    create: false,
  });
  const sql = `SELECT value FROM attributes WHERE name = 'mac' ORDER BY value`;
  const rows = await store.read((session) => session.all(sql));
  await store.close();
  return rows.map(({ value }) => String(value));
}

/**
 * A database that ironic-inspector made and filled is taken over, and can still be used by it.
 *
 * @param connection makes an empty database; undefined: the service makes an sqlite file
 */
export function adoptionSuite(connection?: () => Promise<string>): void {
  it('shows through the API what ironic-inspector showed, and so does ironic-inspector afterwards', async () => {
    const given = await connection?.();
    const options = { DEFAULT: { clean_up_period: '0' } };
    const database = given === undefined ? {} : { database: given };
    const old = await startIronicInspector({ ironicUrl: NO_IRONIC, options, ...database });
    try {
      await run('/usr/bin/python3', [FILL, join(old.folder, 'inspector.conf')], { cwd: old.folder });
      const before = await readEverything(old.url);
      expect(before.size).to.equal(1 + 50 * 3 + 2 + 1 + 20);
      await old.stop();

      const url = given ?? `sqlite:///${join(old.folder, 'inspector.sqlite')}`;
      const inspector = await createInspector({
        config: {
          listenAddress: '127.0.0.1',
          listenPort: 0,
          cleanUpPeriod: 0,
          database: { connection: url },
          ironic: { authType: 'none', endpointOverride: NO_IRONIC },
        },
        cwd: old.folder,
        log: pino({ level: 'silent' }),
        upgradeDatabase: true,
      });
      try {
        expectSame(await readEverything(inspector.url), before);
        expect(await compareSchema(databaseConfig(url), '/')).to.deep.equal([]);
        const macs = await storedMacs(url);
        expect(macs)
          .to.have.length(16)
          .and.deep.equal(macs.map((mac) => mac.toLowerCase()));
      } finally {
        await inspector.close();
      }
      const again = await startIronicInspector({ ironicUrl: NO_IRONIC, options, database: url });
      try {
        expectSame(await readEverything(again.url), before);
      } finally {
        await again.remove();
      }
    } finally {
      await old.remove();
    }
  });
}
