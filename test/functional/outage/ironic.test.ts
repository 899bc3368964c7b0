import { type FakeIronic, type FaultKind, type RequestMatcher, startFakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { openFaultyWire, type FaultyWire } from '../../wire/faulty-wire.js';
import { Bench, eventually } from '../harness.js';
import { CLIENT, TIMING, tryCells } from './cells.js';
import type { Outage } from './operations.js';
import { Scene } from './scene.js';
import { STEPS } from './steps.js';

/** How it fails, for how many requests. A service that is away is there for the first request, and drops it. */
const WAYS: Readonly<Record<string, { readonly kind: FaultKind; readonly times?: number }>> = {
  'goes away': { kind: 'drop', times: 1 },
  drops: { kind: 'drop' },
  hangs: { kind: 'hang' },
  'fails once': { kind: 500, times: 1 },
  'is not ready three times': { kind: 503, times: 3 },
  'returns garbage': { kind: 'garbage' },
  'is behind a proxy that cannot reach it': { kind: 502 },
};

describe('an outage of Ironic', () => {
  let ironic: FakeIronic;
  let wire: FaultyWire;
  let bench: Bench;
  let scene: Scene;

  before(async () => {
    ironic = await startFakeIronic();
    wire = await openFaultyWire(Number(new URL(ironic.url).port));
    const client = { ...CLIENT, endpointOverride: wire.url };
    bench = await Bench.start({ cleanUpPeriod: 1, ironic: client }, {}, undefined, TIMING);
    scene = await Scene.of(bench, ironic);
  });
  after(async () => {
    ironic.clearFaults();
    await bench.close();
    await wire.close();
    await ironic.close();
  });
  afterEach(async () => {
    ironic.clearFaults();
    await wire.repair();
  });

  const begin = (way: string, match: RequestMatcher): Outage => {
    const { kind: status, times } = WAYS[way] ?? { kind: 'drop' };
    const fault = ironic.fail({ match, status, ...(times === undefined ? {} : { times }) });
    const met = fault.arrived.then(() => (way === 'goes away' ? wire.refuse() : undefined));
    return {
      met,
      async end() {
        fault.clear();
        await wire.repair();
      },
    };
  };

  tryCells({
    ways: Object.keys(WAYS),
    steps: STEPS,
    trial: (way, place) => ({ scene, begin: (uuid) => begin(way, place(uuid)) }),
  });

  it('is outlived by a restart in the middle of it', async () => {
    const { uuid, posted } = scene.machine();
    await scene.waiting(uuid);
    ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 'drop' });
    expect((await bench.post(posted)).status).to.equal(500);
    await bench.restart();
    expect(await bench.status(uuid)).to.include({ state: 'waiting', error: null });
    ironic.clearFaults();
    await scene.endsWell(uuid);
  });

  it('ends with the time limit of the introspection', async () => {
    const { uuid, posted } = scene.machine();
    await scene.waiting(uuid);
    ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 502 });
    expect((await bench.post(posted)).status).to.equal(500);
    await bench.sql(`UPDATE nodes SET started_at = '2001-01-01 00:00:00.000000' WHERE uuid = '${uuid}'`);
    expect(await scene.over(uuid)).to.include({ state: 'error', error: 'Introspection timeout' });
    ironic.clearFaults();
    await scene.waiting(uuid);
  });

  it('is said of a node that waits for its end', async () => {
    const { uuid, posted } = scene.machine();
    await scene.waiting(uuid);
    ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 502 });
    await bench.post(posted);
    await eventually(
      () => scene.linesOf(uuid, 'its data are kept since: '),
      (count) => count > 0,
      'the log',
    );
  });
});
