import { expect } from 'chai';
import { Bench, payload } from '../../functional/harness.js';
import { keystoneConfig, type Identity } from '../access/identity.js';
import { KeystonePeople } from '../access/keystone-people.js';
import { KEYSTONE_COMMANDS, startKeystone } from '../servers/keystone.js';
import { describePage, show, visit, type Page, type Visitor } from './browser.js';

const WAIT = 90_000;

describePage(
  'logging in from the page with a real Keystone',
  function (browser) {
    let identity: Identity | undefined;
    let bench: Bench;
    let visitor: Visitor | undefined;
    const known = (): Identity => {
      if (identity === undefined) throw new Error('Keystone has not started');
      return identity;
    };
    const opened = async (place = ''): Promise<Page> => {
      const watched = await visit(browser(), `${bench.url}/ui/${place}`);
      visitor = watched.visitor;
      await watched.page.getByLabel('User', { exact: true }).waitFor({ timeout: WAIT });
      return watched.page;
    };
    const logIn = async (page: Page, user: string, password: string, project?: string): Promise<void> => {
      await page.getByLabel('User', { exact: true }).fill(user);
      await page.getByLabel('Password').fill(password);
      if (project !== undefined) await page.getByLabel(/^Project/).fill(project);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
    };
    const logInWith = async (page: Page, token: string): Promise<void> => {
      await page.getByLabel('Token of Keystone').fill(token);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
    };

    before(async function () {
      this.timeout(300_000);
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

    it('refuses a wrong password, takes the right one, shows whose it is, and logs out', async function () {
      this.timeout(300_000);
      const { user, password, project } = await known().people.login('admin', 'project');
      const page = await opened('#/activity?type=introspection');
      await logIn(page, user, 'wrong');
      await page.getByText('User or password is wrong.').waitFor({ timeout: WAIT });
      await logIn(page, user, password);
      await page.getByText('You have no default project').waitFor({ timeout: WAIT });
      await logIn(page, user, password, 'nothing');
      await page.getByText('what you want to work in is wrong').waitFor({ timeout: WAIT });
      await logIn(page, user, password, project);
      await page.getByRole('heading', { name: 'Activity' }).waitFor({ timeout: WAIT });
      expect(page.url()).to.match(/#\/activity\?type=introspection$/);
      expect(await page.locator('.who').innerText()).to.match(/admin.* in people/);
      await page.locator('.live').filter({ hasText: 'live' }).waitFor({ timeout: WAIT });
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByText('You are logged out.').waitFor({ timeout: WAIT });
    });

    it('takes a token instead, and none that is no token', async function () {
      this.timeout(300_000);
      const page = await opened('#/cluster');
      await page.getByRole('button', { name: 'Log in with a token' }).click();
      await logInWith(page, 'none');
      await page.getByText('The token is not valid, or no longer.').waitFor({ timeout: WAIT });
      await logInWith(page, await known().people.newToken('admin', 'project'));
      await page.getByRole('heading', { name: 'Cluster' }).waitFor({ timeout: WAIT });
    });

    it('asks once when the token has ended, and leads back to the same view', async function () {
      this.timeout(300_000);
      const { people } = known();
      const token = await people.newToken('admin', 'project');
      const page = await opened();
      await page.getByRole('button', { name: 'Log in with a token' }).click();
      await logInWith(page, token);
      await page.getByLabel('Start introspection of a node').waitFor({ timeout: WAIT });
      await show(page, '#/cluster');
      await people.revoke(token);
      await page.getByLabel('User', { exact: true }).waitFor({ timeout: WAIT });
      expect(await page.locator('form').count()).to.equal(1);
      const { user, password, project } = await people.login('admin', 'project');
      await logIn(page, user, password, project);
      await page.getByRole('heading', { name: 'Cluster' }).waitFor({ timeout: WAIT });
      expect(page.url()).to.match(/#\/cluster$/);
    });

    it('shows a reader of the whole system what they may see, and offers nothing else', async function () {
      this.timeout(300_000);
      const { user, password } = await known().people.login('reader', 'system');
      const page = await opened();
      await page.getByText('Domains, whole system').click();
      await page.getByLabel('Whole system instead of a project').click();
      expect(await page.getByLabel(/^Project/).isDisabled()).to.equal(true);
      await logIn(page, user, password);
      await page.getByRole('heading', { name: 'Nodes' }).waitFor({ timeout: WAIT });
      expect(await page.getByLabel('Start introspection of a node').count()).to.equal(0);
    });

    it('is used with the keyboard alone', async function () {
      this.timeout(300_000);
      const { user, password } = await known().people.login('reader', 'system');
      const page = await opened();
      const { keyboard } = page;
      await keyboard.type(user);
      await keyboard.press('Tab');
      await keyboard.type(password);
      await keyboard.press('Tab');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      for (let field = 0; field < 3; field++) await keyboard.press('Tab');
      await keyboard.press('Space');
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Nodes' }).waitFor({ timeout: WAIT });
    });
  },
  KEYSTONE_COMMANDS,
);
