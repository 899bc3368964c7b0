import { expect } from 'chai';
import { Bench, payload } from '../../functional/harness.js';
import { keystoneConfig, type Identity } from '../access/identity.js';
import { KeystonePeople } from '../access/keystone-people.js';
import { KEYSTONE_COMMANDS, startKeystone } from '../servers/keystone.js';
import { axeFindings, describePage, show, visit, type Page, type Visitor } from './browser.js';

const WAIT = 30_000;

describePage(
  'logging in from the page with a token of a real Keystone',
  function (browser) {
    let identity: Identity | undefined;
    let bench: Bench;
    let visitor: Visitor | undefined;
    const known = (): Identity => {
      if (identity === undefined) throw new Error('Keystone has not started');
      return identity;
    };
    const opened = async (place = ''): Promise<Page> => {
      const watched = await visit(browser(), `${bench.url}/ui/${place}`, { bypassCSP: true });
      visitor = watched.visitor;
      return watched.page;
    };
    const logIn = async (page: Page, token: string): Promise<void> => {
      await page.getByLabel('Token of Keystone').fill(token);
      await page.getByRole('button', { name: 'Log in' }).click();
    };

    before(async function () {
      this.timeout(180_000);
      const keystone = await startKeystone();
      identity = { keystone, people: await KeystonePeople.of(keystone) };
      bench = await Bench.start(keystoneConfig(identity));
      bench.enroll(await payload(), { name: 'rack-7' });
    });
    after(async function () {
      this.timeout(60_000);
      await bench?.close();
      await identity?.keystone.stop();
    });
    afterEach(async () => {
      await visitor?.close();
      visitor = undefined;
    });

    it('refuses a token that is none, takes one, shows whose it is, and logs out', async function () {
      this.timeout(120_000);
      const page = await opened('#/activity?type=introspection');
      await page.getByLabel('Token of Keystone').waitFor({ timeout: WAIT });
      expect(await axeFindings(page)).to.deep.equal([]);
      await logIn(page, 'none');
      await page.getByText('The token is not valid, or no longer.').waitFor({ timeout: WAIT });
      await logIn(page, await known().people.newToken('admin', 'project'));
      await page.getByRole('heading', { name: 'Activity' }).waitFor({ timeout: WAIT });
      expect(page.url()).to.match(/#\/activity\?type=introspection$/);
      expect(await page.locator('.who').innerText()).to.match(/admin.* in people/);
      await page.locator('.live').filter({ hasText: 'live' }).waitFor({ timeout: WAIT });
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByText('You are logged out.').waitFor({ timeout: WAIT });
    });

    it('asks once when the token has ended, and leads back to the same view', async function () {
      this.timeout(120_000);
      const { people } = known();
      const first = await people.newToken('admin', 'project');
      const page = await opened();
      await logIn(page, first);
      await page.getByLabel('Start introspection of a node').waitFor({ timeout: WAIT });
      await show(page, '#/cluster');
      await people.revoke(first);
      await page.getByLabel('Token of Keystone').waitFor({ timeout: WAIT });
      expect(await page.locator('form').count()).to.equal(1);
      await logIn(page, await people.newToken('admin', 'project'));
      await page.getByRole('heading', { name: 'Cluster' }).waitFor({ timeout: WAIT });
      expect(page.url()).to.match(/#\/cluster$/);
    });

    it('shows a reader what they may see, and offers nothing else', async function () {
      this.timeout(120_000);
      const page = await opened();
      await logIn(page, await known().people.newToken('reader', 'system'));
      await page.getByRole('heading', { name: 'Nodes' }).waitFor({ timeout: WAIT });
      expect(await page.getByLabel('Start introspection of a node').count()).to.equal(0);
    });
  },
  KEYSTONE_COMMANDS,
);
