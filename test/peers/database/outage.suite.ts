import { CLIENT, LONG, TIMING, tryCells, type Step } from '../../functional/outage/cells.js';
import { OPERATIONS, type Operation } from '../../functional/outage/operations.js';
import { Scene } from '../../functional/outage/scene.js';
import { Bench } from '../../functional/harness.js';
import { chance } from '../../mocha/chance.js';
import { openFaultyWire, type Accident, type FaultyWire } from '../../wire/faulty-wire.js';
import type { DatabaseServer } from '../servers/database-server.js';

/** What happens to its requests; `times`: how often. A server that is away gets one request less before it is. */
const WAYS: Readonly<Record<string, { readonly accident: Accident; readonly times?: number }>> = {
  'goes away': { accident: 'request lost', times: 1 },
  drops: { accident: 'request lost' },
  'loses its answers': { accident: 'answer lost' },
  hangs: { accident: 'no answer' },
  'loses one answer': { accident: 'answer lost', times: 1 },
  'loses three answers': { accident: 'answer lost', times: 3 },
  'returns garbage': { accident: 'garbage' },
};

/** How many requests of an operation to the database pass before, at most. */
const MOST = 24;

/** Places in every operation: numbers of requests that pass before. */
function stepsByChance(): Step<number>[] {
  const random = chance();
  const places = (): number[] =>
    Array.from({ length: LONG ? 4 : 1 }, () => Math.floor(random() * MOST)).concat(LONG ? [0] : []);
  return (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) =>
    places().map((place) => ({ operation, name: `${String(place)} requests have passed`, place })),
  );
}

/** What an outage of a database server must not cost a running service. */
export function outageSuite(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  let wire: FaultyWire;
  let bench: Bench;
  let scene: Scene;

  before(async () => {
    server = await start();
    const url = new URL(server.url);
    wire = await openFaultyWire(Number(url.port));
    url.port = String(wire.port);
    url.searchParams.set('connect_timeout', '1');
    const database = { connection: url.href, statementTimeout: 1 };
    bench = await Bench.start({ cleanUpPeriod: 1, ironic: CLIENT, database }, {}, 'whole', TIMING);
    scene = await Scene.of(bench);
  });
  after(async () => {
    await bench.close();
    await wire.close();
    await server.stop();
  });
  afterEach(() => wire.repair());

  async function fail(way: string, skip: number): Promise<void> {
    const { accident, times = Number.POSITIVE_INFINITY } = WAYS[way] ?? { accident: 'request lost' };
    await wire.next(accident, { skip, times });
    if (way === 'goes away') await wire.refuse();
  }

  tryCells({
    ways: Object.keys(WAYS),
    steps: stepsByChance(),
    sample: 2,
    trial: (way, skip) => ({ scene, begin: () => ({ met: fail(way, skip), end: () => wire.repair() }) }),
  });
}
