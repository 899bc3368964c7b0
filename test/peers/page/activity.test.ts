import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import { describePage, show, visit, type Page, type Watched } from './browser.js';
import { introspectWith, withMemory } from './degrade.js';
import { Way } from './way.js';

const WAIT = 15_000;

/** Notes with which id each stream of events is opened. */
const NOTE_STREAMS = `window.streams = [];
  const real = window.fetch;
  window.fetch = (url, sent) => {
    if (sent.headers.Accept === 'text/event-stream') window.streams.push(sent.headers['Last-Event-ID']);
    return real(url, sent);
  }`;

describePage('activity on the page', (browser) => {
  let service: RunningInspector;
  const open: Watched[] = [];
  const visited = async (place = '#/activity', url = service.url): Promise<Page> => {
    const watched = await visit(browser(), `${url}/ui/${place}`);
    open.push(watched);
    return watched.page;
  };
  const live = (page: Page): Promise<void> =>
    page.locator('.live').filter({ hasText: 'live' }).waitFor({ timeout: WAIT });
  const counted = (page: Page, events: number): Promise<void> =>
    page
      .locator('.count')
      .filter({ hasText: `${events} events` })
      .waitFor({ timeout: WAIT });
  const rows = (page: Page, text: string | RegExp) => page.locator('tbody tr').filter({ hasText: text });

  before(async function () {
    this.timeout(60_000);
    service = await startInspector({ machines: [{}, {}] });
    await service.introspect('machine-0');
  });
  after(() => service?.stop());
  afterEach(async () => {
    for (const { visitor } of open.splice(0)) await visitor.close();
  });

  it('shows what happened, and what happens, without a question every few seconds', async function () {
    this.timeout(60_000);
    const page = await visited();
    await live(page);
    const before = parseInt(await page.locator('.count').innerText(), 10);
    expect(before).to.be.at.least(5);
    await service.introspect('machine-1');
    await counted(page, before + 5);
    expect(await page.locator('tbody tr').first().innerText()).to.match(/finished\s+machine-1/);
    const asked = open[0]?.asked.filter((address) => address.includes('/v1/events')) ?? [];
    expect(asked).to.have.length(2);
  });

  it('is narrowed by kind and node, with an address that can be sent to a colleague', async function () {
    this.timeout(60_000);
    const page = await visited();
    await live(page);
    await page.getByRole('button', { name: 'Rules' }).click();
    await page.getByText('No event fits the filter.').waitFor({ timeout: WAIT });
    await page.getByRole('button', { name: 'Introspections' }).click();
    await rows(page, 'machine-0').first().waitFor({ timeout: WAIT });
    const field = page.getByLabel('Only events of a node');
    await field.fill('machine-0');
    await page.keyboard.press('Enter');
    await page.locator('.count').waitFor({ timeout: WAIT });
    expect(page.url()).to.match(/#\/activity\?type=rules%2Cintrospection&node=machine-0$/);
    const other = await visited(new URL(page.url()).hash);
    await rows(other, 'machine-0').first().waitFor({ timeout: WAIT });
    expect(await rows(other, 'machine-1').count()).to.equal(0);
    expect(await other.getByLabel('Only events of a node').inputValue()).to.equal('machine-0');
  });

  it('says which node there is not', async () => {
    const page = await visited('#/activity?node=nobody');
    await page.getByText('There is no such thing.').waitFor({ timeout: WAIT });
    expect(await page.locator('main').innerText()).to.include('nobody');
  });

  it('holds still while somebody reads, and then shows what has come', async function () {
    this.timeout(60_000);
    const page = await visited();
    await live(page);
    const before = await page.locator('tbody tr').count();
    await page.getByRole('button', { name: 'Pause' }).click();
    await service.introspect('machine-1');
    await page.getByRole('button', { name: 'Go on (5 new)' }).waitFor({ timeout: WAIT });
    expect(await page.locator('tbody tr').count()).to.equal(before);
    await page.getByRole('button', { name: /Go on/ }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await page.locator('tbody tr').count()).to.equal(Math.min(50, before + 5));
    expect(await page.locator('tbody tr').first().innerText()).to.include('finished');
  });

  it('goes on where it was after a cut, and neither misses nor repeats an event', async function () {
    this.timeout(60_000);
    const way = await Way.to(service.url);
    try {
      const page = await visited('#/activity', way.url);
      await page.evaluate(NOTE_STREAMS);
      await live(page);
      const before = await page.locator('.count').innerText();
      way.cut();
      await service.introspect('machine-1');
      await counted(page, parseInt(before, 10) + 5);
      await live(page);
      const [first] = await page.evaluate<string[]>('window.streams');
      expect(Number(first)).to.be.above(0);
    } finally {
      await way.close();
    }
  });

  it('asks from time to time where something on the way holds the stream back', async function () {
    this.timeout(60_000);
    const page = await visited('#/activity');
    await page.evaluate(`
      const real = window.fetch;
      window.fetch = (url, sent) => sent.headers.Accept === 'text/event-stream'
        ? new Promise((_, reject) => sent.signal.addEventListener('abort', () => reject(new Error('aborted'))))
        : real(url, sent);
      location.hash = '#/activity?type=introspection'`);
    await page.locator('.live').filter({ hasText: 'every 2 s' }).waitFor({ timeout: WAIT });
    await service.introspect('machine-1');
    await rows(page, 'machine-1').filter({ hasText: 'finished' }).first().waitFor({ timeout: WAIT });
  });

  it('says that events were lost', async function () {
    this.timeout(60_000);
    const page = await visited('#/activity');
    await page.evaluate(`
      const real = window.fetch;
      window.fetch = (url, sent) => real(url, sent.headers.Accept === 'text/event-stream'
        ? { ...sent, headers: { ...sent.headers, 'Last-Event-ID': '999999' } } : sent);
      location.hash = '#/activity?type=introspection'`);
    await page.getByText('Some events are missing.').waitFor({ timeout: WAIT });
  });

  it('tells on the page of a node what happened and how long each state lasted', async function () {
    this.timeout(60_000);
    const [machine] = service.machines;
    const page = await visited(`#/node/${machine?.uuid ?? ''}`);
    const steps = page.locator('.course li');
    await steps.filter({ hasText: 'finished' }).waitFor({ timeout: WAIT });
    const texts = (await steps.allInnerTexts()).map((text) => text.replaceAll('\n', ' '));
    expect(texts.map((text) => text.split(' ')[0])).to.deep.equal([
      ...['starting', 'waiting', 'processing', 'hooks', 'finished'],
    ]);
    expect(texts[1]).to.match(/waiting .*\d s.* the machine boots the ramdisk/);
    await show(page, `#/node/${machine?.uuid ?? ''}/history`);
    await page.locator('.course li').filter({ hasText: 'hooks ran' }).waitFor({ timeout: WAIT });
  });
});

describePage('baselines on the page', (browser) => {
  let service: RunningInspector;
  let watched: Watched;

  before(async function () {
    this.timeout(60_000);
    service = await startInspector({ machines: [{ silent: true }] });
    watched = await visit(browser(), `${service.url}/ui/`);
  });
  after(async () => {
    await watched?.visitor.close();
    await service?.stop();
  });

  it('are set, say what deviates, and are forgotten', async function () {
    this.timeout(60_000);
    const { page } = watched;
    const [machine] = service.machines;
    if (machine === undefined) throw new Error('there is no machine');
    await introspectWith(service, machine, machine.payload);
    await show(page, `#/node/${machine.uuid}/baseline`);
    await page.getByText('Nothing to compare.').waitFor();
    await page.getByRole('button', { name: 'Set the baseline' }).click();
    await page.locator('dialog .danger').click();
    await page.getByText('The hardware is as it should be.').waitFor({ timeout: WAIT });

    await introspectWith(service, machine, withMemory(machine, 1024));
    await page.getByText('Degraded: ').waitFor({ timeout: WAIT });
    expect(await page.locator('.differences').innerText())
      .to.include('memory')
      .and.to.include('1 GiB');
    await show(page, '#/nodes?state=degraded');
    await page.locator('tbody tr').filter({ hasText: 'degraded' }).waitFor({ timeout: WAIT });
    await show(page, '#/activity?type=introspection.degraded');
    await page.getByText('from the baseline of the node').first().waitFor({ timeout: WAIT });

    await show(page, `#/node/${machine.uuid}/baseline`);
    await page.getByRole('button', { name: 'Forget the baseline' }).click();
    await page.locator('dialog .danger').click();
    await page.getByText('Nothing to compare.').waitFor({ timeout: WAIT });
  });
});
