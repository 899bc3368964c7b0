import { setTimeout as pause } from 'node:timers/promises';
import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import { describePage, show, visit, type Page, type Watched } from './browser.js';

/** Two hundred machines each minute for an hour with `INSPECTOR_TEST_LONG=1`. */
const IS_LONG = process.env['INSPECTOR_TEST_LONG'] !== undefined;
const MACHINES = IS_LONG ? 200 : 20;
const LASTS = IS_LONG ? 3_600_000 : 0;
/** Between two rounds: a fleet is introspected now and then, and the page is left open. */
const PAUSE = IS_LONG ? 60_000 : 0;
/** How long an introspection may take that has 199 others beside it. */
const PATIENCE = { seconds: 120 };
/** Rounds until a page has all that it keeps: 500 events, five of each introspection. Then at least so many are measured. */
const [FILL, LEAST] = [Math.ceil(500 / (5 * MACHINES)) + 1, 3];
/** What may be there afterwards, in parts of what was there before, and besides in bytes. */
const [MOST, SLACK] = [1.15, 500_000];
const SEED = 1_059_083_544;

/** Places in an order that is the same each time. */
function* wander(places: readonly string[]): Generator<string, never> {
  for (let at = SEED; ; at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0)
    yield places[at % places.length] ?? '#/nodes';
}

describePage('pages that stay open', (browser) => {
  let service: RunningInspector;
  const open: Watched[] = [];
  before(async function () {
    this.timeout(60_000);
    service = await startInspector({ machines: MACHINES });
  });
  after(async () => {
    for (const { visitor } of open) await visitor.close();
    await service?.stop();
  });

  /** What a page holds after everything was thrown away that nobody can reach: bytes of scripts, and elements. */
  async function heldBy({ visitor, page }: Watched): Promise<{ bytes: number; elements: number }> {
    const session = await visitor.newCDPSession(page);
    for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
    const { nodes } = (await session.send('Memory.getDOMCounters')) as { nodes: number };
    await session.detach();
    return { bytes: usedSize, elements: nodes };
  }

  it('hold no more memory as introspections come and go', async function () {
    this.timeout(LASTS + 600_000);
    const [activity, list, wanderer] = await Promise.all(
      ['#/activity', '#/nodes', '#/nodes'].map(async (place) => {
        const watched = await visit(browser(), `${service.url}/ui/${place}`);
        open.push(watched);
        return watched;
      }),
    );
    if (activity === undefined || list === undefined || wanderer === undefined) throw new Error('no pages');
    const uuid = service.machines[0]?.uuid ?? '';
    const places = wander(['#/nodes', '#/activity', `#/node/${uuid}`, `#/node/${uuid}/history`, '#/rules']);
    const settled = (page: Page): Promise<void> =>
      page.locator('.live').filter({ hasText: 'live' }).waitFor({ timeout: 30_000 });
    const round = async (): Promise<void> => {
      await Promise.all(service.machines.map((machine) => service.introspect(machine, PATIENCE)));
      for (let step = 0; step < 5; step++) await show(wanderer.page, places.next().value);
      await show(wanderer.page, '#/nodes');
      for (const { page } of [activity, list, wanderer]) await settled(page);
    };
    for (let at = 0; at < FILL; at++) await round();
    const before = await Promise.all([activity, list, wanderer].map(heldBy));
    const begin = Date.now();
    for (let at = 0; at < LEAST || Date.now() - begin < LASTS; at++) {
      await round();
      await pause(PAUSE);
    }
    const after = await Promise.all([activity, list, wanderer].map(heldBy));
    for (const [at, name] of ['activity', 'nodes', 'all views'].entries()) {
      const [was, is] = [before[at], after[at]];
      if (was === undefined || is === undefined) throw new Error('nothing was measured');
      if (IS_LONG) console.log(`${name}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`);
      expect(is.bytes, name).to.be.below(was.bytes * MOST + SLACK);
      expect(is.elements, name).to.be.below(was.elements * MOST + 200);
    }
    expect(open.flatMap(({ faults }) => faults)).to.deep.equal([]);
  });
});
