import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInspector, type RunningInspector } from '@inspector/test-kit';
import type { Machine } from '@inspector/simulator';
import { expect } from 'chai';
import { axeFindings, describePage, visit, type Browser, type Page, type Visitor } from './browser.js';
import { degrade } from './degrade.js';
import { placesOf } from './views.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const WAIT = 30_000;
/** Views that ask nobody. */
const ASK_NOBODY = ['a view that there is not', 'the import of rules'];
/** A plugin as the API tells of it. */
const BROKEN_PLUGIN = {
  name: 'rack_position',
  package: '@acme/inspector-hook-rack',
  version: '1.2.3',
  kind: 'hook',
  group: 'inspector.hook.processing',
  state: 'broken',
  code: 'INSP_PLUGIN_NOT_INSTALLED',
  reason: 'The plugin is enabled and not installed.\nRun: npm install @acme/inspector-hook-rack',
};

/** What a service answers in the place of what it would. */
type Answers = (path: string, method: string) => Answer | 'nothing' | undefined;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const failing = (status: number) => ({ status, body: { error: { message: `Nobody can tell (${status})` } } });

describePage('each view of the page, whatever becomes of what it asks for', (browser) => {
  let service: RunningInspector;
  let empty: RunningInspector;
  let inventories: string;
  let visitor: Visitor | undefined;
  let degraded: Machine;
  let failed: Machine;
  let waiting: Machine;

  before(async function () {
    this.timeout(120_000);
    service = await startInspector({
      machines: [{ silent: true }, { silent: true }, { silent: true }],
      rules: [
        { uuid: RULE, conditions: [], actions: [{ action: 'set-attribute', path: '/extra/x', value: 1 }] },
      ],
      config: { processing: { storeData: 'database' } },
    });
    [degraded, failed, waiting] = service.machines as [Machine, Machine, Machine];
    await degrade(service, degraded);
    await service.start(failed);
    await service.until(failed, 'waiting');
    await service.post({ ...failed.payload, error: 'no disk was found: /dev/sda' });
    await service.until(failed, 'error');
    await service.start(waiting);
    await service.until(waiting, 'waiting');
    inventories = await mkdtemp(join(tmpdir(), 'inspector-page-states-'));
    empty = await startInspector({
      config: { plugins: { 'inventory-filesystem': { directory: inventories } } },
    });
  });
  after(async () => {
    await service?.stop();
    await empty?.stop();
    await rm(inventories, { recursive: true });
  });
  afterEach(async () => {
    await visitor?.close();
    visitor = undefined;
  });

  /** Opens the page in a narrow window. */
  async function opened(
    of: Browser,
    url: string,
    colorScheme: 'light' | 'dark',
    answers: Answers = () => undefined,
  ): Promise<Page> {
    const window = { colorScheme, bypassCSP: true, viewport: { width: 320, height: 640 } };
    const watched = await visit(of, 'about:blank', window);
    visitor = watched.visitor;
    const { page } = watched;
    await page.route(/\/v1\//, (route) => {
      const request = route.request();
      const given = answers(new URL(request.url()).pathname.replace(/^.*?\/v1/, ''), request.method());
      if (given === undefined) return route.continue();
      if (given === 'nothing') return undefined;
      const { status, body, headers = {} } = given;
      return route.fulfill({ status, headers, contentType: 'application/json', body: JSON.stringify(body) });
    });
    await page.goto(`${url}/ui/`);
    await page.locator('main').first().waitFor({ timeout: WAIT });
    return page;
  }

  /** Goes to a view, waits for a text of it, and looks at how it is drawn. */
  async function look(page: Page, name: string, place: string, text: string | RegExp): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await lookHere(page, name, text);
  }

  async function lookHere(page: Page, name: string, text: string | RegExp): Promise<void> {
    try {
      await page.locator('main').filter({ hasText: text }).waitFor({ timeout: WAIT });
    } catch {
      throw new Error(`${name} never said ${String(text)}, but: ${await page.locator('main').innerText()}`);
    }
    expect(await axeFindings(page), name).to.deep.equal([]);
    const over = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(over, name).to.equal(0);
  }

  /** The views that ask for something, without those that differ only in what they ask for. */
  const asking = (): [string, string][] =>
    Object.entries(placesOf(degraded.uuid, RULE)).filter(
      ([name]) => !ASK_NOBODY.includes(name) && !/filter that|nobody knows|activity (?:of|that)/.test(name),
    );
  /** Parts of a node are shown when the node is known. */
  const isNode = (path: string): boolean => path === `/introspection/${degraded.uuid}`;

  for (const colorScheme of ['light', 'dark'] as const) {
    describe(`in ${colorScheme} colours and 320 pixels`, function () {
      this.timeout(600_000);

      it('says that it waits', async () => {
        const page = await opened(browser(), service.url, colorScheme, (path) =>
          path === '/session' || isNode(path) ? undefined : 'nothing',
        );
        for (const [name, place] of asking()) await look(page, name, place, 'Loading…');
      });

      it('says what failed, and offers to try again', async () => {
        const page = await opened(browser(), service.url, colorScheme, (path) =>
          path === '/session' || isNode(path) ? undefined : failing(500),
        );
        for (const [name, place] of asking()) {
          await look(page, name, place, 'This could not be loaded.Nobody can tell (500)Try again');
        }
      });

      it('says so where somebody may not see it, and offers nothing', async () => {
        const session = { strategy: 'keystone', user: { id: 'u', name: 'eve', roles: [] }, project: 'demo' };
        const page = await opened(browser(), service.url, colorScheme, (path) => {
          if (path === '/session') {
            return { status: 200, body: { ...session, expires_at: null, may: ['introspection:status'] } };
          }
          return isNode(path) ? undefined : failing(403);
        });
        const creating: [string, string][] = [
          ['the import of rules', '#/rules/import'],
          ['a new rule', '#/rules/new'],
        ];
        for (const [name, place] of [...asking(), ...creating]) {
          await look(page, name, place, /You may not (?:see this|create rules)/);
          const offered = page.locator('main .primary:enabled, main .danger:enabled');
          expect(await offered.count(), name).to.equal(0);
        }
      });

      it('says that there is nothing yet, and what to do', async () => {
        const page = await opened(browser(), empty.url, colorScheme);
        for (const [name, place, text] of [
          ['all nodes', '#/nodes', 'No node was introspected yet.'],
          ['activity', '#/activity', 'Nothing has happened yet.'],
          ['rules', '#/rules', 'There are no rules.'],
          ['the DHCP filter', '#/dhcp', 'None has posted.'],
          ['the inventory', '#/inventory', 'The inventory is empty.'],
        ] as const) {
          await look(page, name, place, text);
        }
      });

      it('says of a node that is introspected for the first time what is not known of it', async () => {
        const page = await opened(browser(), service.url, colorScheme);
        const node = `#/node/${waiting.uuid}`;
        for (const [part, text] of [
          ['', 'No hook has run yet.'],
          ['/hardware', 'Nothing is known of the hardware yet.'],
          ['/history', 'No introspection of this node is over yet.'],
          ['/compare', 'There are not two introspections with data to compare yet.'],
          ['/baseline', 'Nothing to compare.'],
          ['/data', 'There are no data.'],
        ] as const) {
          await look(page, `the part ${part} of a node`, node + part, text);
        }
      });

      it('shows what somebody has to look at', async () => {
        const page = await opened(browser(), service.url, colorScheme);
        const node = `#/node/${degraded.uuid}`;
        for (const [name, place, text] of [
          ['degraded nodes', '#/nodes?state=degraded', '1 node'],
          ['a degraded node', node, 'from the baseline of the node'],
          ['its baseline', `${node}/baseline`, /Degraded: \d+ parts? deviate/],
          ['its introspections', `${node}/history`, 'How it deviated from the baseline'],
          ['what differs', `${node}/compare?from=1&to=2`, 'changed'],
          ['a node that failed', `#/node/${failed.uuid}`, 'The introspection failed.'],
          ['deviations', '#/activity?type=introspection.degraded', 'from the baseline of the node'],
        ] as const) {
          await look(page, name, place, text);
        }
      });

      it('shows a plugin that cannot be used, with the command that repairs it', async () => {
        const page = await opened(browser(), service.url, colorScheme, (path) =>
          path === '/plugins' ? { status: 200, body: { plugins: [BROKEN_PLUGIN] } } : undefined,
        );
        await look(page, 'plugins', '#/plugins', 'npm install @acme/inspector-hook-rack');
        expect(await page.locator('.notice.bad').innerText()).to.include('rack_position cannot be used');
      });

      for (const form of ['password', 'keystone'] as const) {
        it(`asks who somebody is, form ${form}`, async () => {
          const challenge = { 'www-authenticate': `Inspector-Session form="${form}"` };
          const refusal = { status: 401, body: { error: { message: 'Authentication required' } } };
          const page = await opened(browser(), service.url, colorScheme, () => ({
            ...refusal,
            headers: challenge,
          }));
          await lookHere(page, 'the form', 'Password');
          const send = async (): Promise<void> =>
            page.getByRole('button', { name: 'Log in', exact: true }).click();
          await page.getByLabel('User', { exact: true }).fill('eve');
          await page.getByLabel('Password').fill('wrong');
          await send();
          await lookHere(page, 'a wrong password', 'User or password is wrong.');
          if (form === 'password') return;
          await page.getByText('Domains, whole system').click();
          await lookHere(page, 'domains', 'Domain of the user');
          await page.getByLabel('Whole system instead of a project').click();
          expect(await page.getByLabel(/^Project/).isDisabled()).to.equal(true);
          await send();
          await lookHere(page, 'a wrong scope', 'User, password or what you want to work in is wrong.');
          await page.getByRole('button', { name: 'Log in with a token' }).click();
          await page.getByLabel('Token of Keystone').fill('none');
          await send();
          await lookHere(page, 'a token that is none', 'The token is not valid, or no longer.');
        });
      }
    });
  }
});
