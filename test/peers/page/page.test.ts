import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import { axeFindings, describePage, show, visit, type Watched, type Window } from './browser.js';
import { rackServer } from './rack-server.js';
import { placesOf } from './views.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const WAIT = 15_000;

describePage('the page in a browser', (browser) => {
  let service: RunningInspector;
  let node: string;
  const open: Watched[] = [];
  const visited = async (window?: Window): Promise<Watched> => {
    const watched = await visit(browser(), `${service.url}/ui/`, window);
    open.push(watched);
    return watched;
  };

  before(async function () {
    this.timeout(60_000);
    service = await startInspector({
      machines: [{}, {}, { silent: true }],
      rules: [
        {
          uuid: RULE,
          description: 'Big machines',
          conditions: [{ op: 'ge', field: 'inventory.memory.physical_mb', value: 16 }],
          actions: [{ action: 'set-attribute', path: '/extra/rack', value: 'r7' }],
        },
      ],
    });
    node = service.machines[0]?.uuid ?? '';
    await service.introspect(node);
    await service.introspect(node);
  });
  after(() => service?.stop());
  afterEach(async () => {
    for (const { visitor } of open.splice(0)) await visitor.close();
  });

  it('shows a machine from the start of its introspection to its hardware', async function () {
    this.timeout(60_000);
    const { page, faults, asked } = await visited();
    await page.getByLabel('Start introspection of a node').fill('machine-1');
    await page.getByRole('button', { name: 'Start introspection', exact: true }).click();
    const row = page.locator('tbody tr').filter({ hasText: 'machine-1' });
    await row.filter({ hasText: 'finished' }).waitFor({ timeout: WAIT });
    await page.getByRole('link', { name: 'machine-1' }).click();
    await page.getByRole('link', { name: 'Hardware' }).click();
    await page.getByRole('heading', { name: 'Network cards' }).waitFor();
    expect(await page.getByRole('button', { name: 'Abort' }).isDisabled()).to.equal(true);
    expect(await page.getByRole('button', { name: 'Process data again' }).isDisabled()).to.equal(false);
    expect(await page.locator('main').innerText())
      .to.match(/GiB/)
      .and.to.match(/([0-9a-f]{2}:){5}/)
      // The firmware, which this ramdisk tells among the extra hardware only.
      .and.to.match(/Version\s+1\.11\.0-2\.el7/);
    await page.getByRole('link', { name: 'Introspections' }).click();
    await page.getByRole('link', { name: 'Big machines' }).waitFor();
    expect(await page.locator('main').innerText()).to.include('/extra/rack');
    expect(faults).to.deep.equal([]);
    expect(asked.filter((address) => !address.startsWith(service.url))).to.deep.equal([]);
  });

  it('shows which card of a machine hangs on which port of which switch', async function () {
    this.timeout(60_000);
    const racked = await startInspector({
      machines: [{ payload: rackServer() }],
      config: { processing: { processingHooks: ['$default_processing_hooks', 'lldp_basic'] } },
    });
    const uuid = racked.machines[0]?.uuid ?? '';
    try {
      await racked.introspect(uuid);
      const watched = await visit(browser(), `${racked.url}/ui/#/node/${uuid}/hardware`);
      open.push(watched);
      const { page } = watched;
      for (const [card, text] of [
        ['eno1', /yes\s+25 Gb\/s\s+192\.0\.2\.50\s+leaf-3a\s+Ethernet1\/17/],
        ['eno2', /yes\s+25 Gb\/s\s+–\s+leaf-3b\s+Ethernet1\/17/],
        ['ens3f0', /no\s+–\s+–\s+–\s+–/],
      ] as const)
        expect(await page.locator('tbody tr').filter({ hasText: card }).innerText()).to.match(text);
      expect(await page.locator('svg.cables path.cable').count()).to.equal(2);
      await page.goto(`${racked.url}/ui/#/nodes?q=leaf-3b`);
      await page.getByText('1 node', { exact: true }).waitFor({ timeout: WAIT });
    } finally {
      await racked.stop();
    }
  });

  it('aborts a machine that does not boot, after it has asked', async function () {
    this.timeout(60_000);
    const silent = service.machines[2]?.uuid ?? '';
    await service.start(silent);
    await service.until(silent, 'waiting');
    const { page } = await visited();
    await show(page, `#/node/${silent}`);
    await page.locator('.title').filter({ hasText: 'waiting' }).waitFor({ timeout: WAIT });
    expect(await page.getByRole('button', { name: 'Process data again' }).isDisabled()).to.equal(true);
    await page.getByRole('button', { name: 'Abort' }).click();
    await page.getByRole('dialog').waitFor();
    await page.locator('dialog .danger').click();
    await page.locator('.title').filter({ hasText: 'error' }).waitFor({ timeout: WAIT });
    await page.getByText('Canceled by operator').first().waitFor();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.locator('.findings li').first().waitFor({ timeout: WAIT });
  });

  it('marks the hook that failed among the steps', async function () {
    this.timeout(60_000);
    const silent = service.machines[2];
    if (silent === undefined) throw new Error('no machine');
    await service.start(silent);
    await service.until(silent, 'waiting');
    await service.post({ ...silent.payload, error: 'no disk was found' });
    await service.until(silent, 'error');
    const { page } = await visited();
    await show(page, `#/node/${silent.uuid}`);
    await page.locator('.course .mark.bad').filter({ hasText: 'hook failed' }).waitFor({ timeout: WAIT });
    await page.getByText('ramdisk_error failed: ').first().waitFor();
  });

  it('compares two introspections', async () => {
    const { page } = await visited();
    await show(page, `#/node/${node}/compare?from=1&to=2`);
    await page.getByText('The hardware is the same.').waitFor();
    expect(await page.locator('main').innerText()).to.include('From introspection 1');
  });

  it('tries a rule on a node before it is saved, saves it, and deletes it', async function () {
    this.timeout(60_000);
    const { page } = await visited();
    await show(page, '#/rules/new');
    const text = page.getByLabel('The rule as JSON');
    await text.fill('{"actions": [');
    await page.getByText('This is not JSON').first().waitFor();
    const rule = { description: 'Tried', actions: [{ action: 'set-attribute', path: '/extra/x', value: 5 }] };
    await text.fill(JSON.stringify(rule));
    await page.getByLabel('Node', { exact: true }).fill('machine-0');
    await page.getByRole('button', { name: 'What would it do?' }).click();
    await page.getByText('The rule applies.').waitFor();
    expect(await page.locator('main').innerText()).to.include('/extra/x');
    expect((await service.request('GET', '/v1/rules')).body['rules']).to.have.length(1);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.locator('dialog .danger').click();
    await page.getByText('1 rule', { exact: true }).waitFor();
    expect(await page.locator('main').innerText()).not.to.include('Tried');
  });

  it('filters nodes as somebody types, and the address can be sent to a colleague', async () => {
    const { page } = await visited();
    await page.getByLabel('Filter nodes').fill('machine-0');
    await page.locator('.count').filter({ hasText: '1 node' }).waitFor();
    const other = await visit(browser(), page.url());
    open.push(other);
    await other.page.locator('.count').filter({ hasText: '1 node' }).waitFor();
    expect(await other.page.getByLabel('Filter nodes').inputValue()).to.equal('machine-0');
  });

  it('is used with the keyboard alone', async function () {
    this.timeout(60_000);
    const { page } = await visited();
    await page.locator('tbody tr').first().waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(
        `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()`,
      );
    /** Presses Tab until something has the focus. */
    const tabTo = async (wanted: string): Promise<void> => {
      for (let press = 0; press < 60; press++) {
        await page.keyboard.press('Tab');
        if ((await focused()) === wanted) return;
      }
      throw new Error(`Tab never came to ${wanted}`);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('To the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('main');
    await tabTo('Choose machine-0');
    await page.keyboard.press('Space');
    await page.getByText('1 node chosen').waitFor();
    await tabTo('machine-0');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'machine-0' }).waitFor();
    await tabTo('Start introspection');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).to.equal('Start introspection');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to, ${colorScheme}`, async function () {
      this.timeout(120_000);
      const { page } = await visited({ colorScheme, bypassCSP: true });
      for (const [name, place] of Object.entries(placesOf(node, RULE))) {
        await show(page, place);
        expect(await axeFindings(page), name).to.deep.equal([]);
      }
    });
  }

  it('fits a window of 320 pixels', async function () {
    this.timeout(60_000);
    const { page } = await visited({ viewport: { width: 320, height: 640 } });
    for (const [name, place] of Object.entries(placesOf(node, RULE))) {
      await show(page, place);
      const over = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(over, name).to.equal(0);
    }
  });

  it('says so when the service is away, keeps what it has, and goes on by itself', async function () {
    this.timeout(60_000);
    const { page } = await visited();
    await page.locator('tbody tr').first().waitFor();
    await page.evaluate(
      `window.real = window.fetch, window.fetch = () => Promise.reject(new TypeError('away'))`,
    );
    await page.getByText('Not up to date').first().waitFor({ timeout: WAIT });
    expect(await page.locator('tbody tr').count()).to.be.above(0);
    await page.evaluate('window.fetch = window.real');
    await page.getByText('Not up to date').first().waitFor({ state: 'detached', timeout: WAIT });
  });
});
