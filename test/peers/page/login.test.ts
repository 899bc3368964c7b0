import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench, payload } from '../../functional/harness.js';
import { startNginxWith, type StartedProxy } from '../proxy/started-proxy.js';
import { axeFindings, describePage, show, visit, type Visitor } from './browser.js';

/** Passes on what is below a path, and holds answers back until they are whole. */
const BELOW_A_PATH = (service: string, port: number): string => `
  server {
    listen 127.0.0.1:${port};
    location /a/b/ { proxy_pass ${service}/; proxy_buffering on; proxy_set_header Host $http_host; }
  }`;

describePage(
  'logging in from the page, behind nginx below a path',
  (browser) => {
    let folder: string;
    let bench: Bench;
    let proxy: StartedProxy;
    let visitor: Visitor | undefined;
    let node: string;
    const opened = async (url = `${proxy.url}/a/b/ui/`) => {
      const watched = await visit(browser(), url, { bypassCSP: true });
      visitor = watched.visitor;
      return watched;
    };

    before(async function () {
      this.timeout(60_000);
      folder = await mkdtemp(join(tmpdir(), 'inspector-page-login-'));
      const file = join(folder, 'htpasswd');
      await writeFile(file, ['ada', 'bob'].map((user) => `${user}:${hashSync('pw', 4)}\n`).join(''));
      bench = await Bench.start({
        authStrategy: 'http_basic',
        httpBasicAuthUserFile: file,
        httpBasicRoles: { ada: 'admin', bob: 'reader' },
      });
      bench.enroll(await payload(), { name: 'rack-7' });
      node = bench.ironic.addNode({ name: 'rack-8', driver_info: { ipmi_address: '192.0.2.8' } }).uuid;
      const Authorization = `Basic ${Buffer.from('ada:pw').toString('base64')}`;
      await fetch(`${bench.url}/v1/introspection/${node}`, { method: 'POST', headers: { Authorization } });
      proxy = await startNginxWith((port) => BELOW_A_PATH(bench.url, port));
    });
    after(async () => {
      await proxy?.stop();
      await bench?.close();
      await rm(folder, { recursive: true });
    });
    afterEach(async () => {
      await visitor?.close();
      visitor = undefined;
    });

    const PLACE = '#/rules/import';

    it('leads to the place that somebody wanted, and out again', async function () {
      this.timeout(60_000);
      const { page, asked, faults } = await opened(`${proxy.url}/a/b/ui/${PLACE}`);
      await page.getByLabel('User').waitFor();
      expect(await axeFindings(page)).to.deep.equal([]);
      await page.getByLabel('User').fill('ada');
      await page.getByLabel('Password').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('User or password is wrong.').waitFor();
      await page.getByLabel('Password').fill('pw');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('heading', { name: 'Import rules' }).waitFor();
      expect(page.url()).to.equal(`${proxy.url}/a/b/ui/${PLACE}`);
      const [cookie, ...others] = (await visitor?.cookies()) ?? [];
      expect(others).to.deep.equal([]);
      expect(cookie).to.include({ httpOnly: true, sameSite: 'Strict', path: '/a/b/v1' });
      expect(await page.evaluate('document.cookie')).to.equal('');
      await page.reload();
      await page.getByRole('heading', { name: 'Import rules' }).waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByText('You are logged out.').waitFor();
      expect(await visitor?.cookies()).to.deep.equal([]);
      expect(asked.filter((address) => !address.startsWith(`${proxy.url}/a/b/`))).to.deep.equal([]);
      expect(faults).to.deep.equal([]);
    });

    it('lets whoever may do it start an introspection', async function () {
      this.timeout(60_000);
      const { page } = await opened();
      await page.getByLabel('User').fill('ada');
      await page.getByLabel('Password').fill('pw');
      await page.keyboard.press('Enter');
      await page.getByLabel('Start introspection of a node').fill('rack-7');
      await page.keyboard.press('Enter');
      await page.locator('tbody tr').filter({ hasText: 'rack-7' }).filter({ hasText: 'waiting' }).waitFor();
      const data = await payload();
      await bench.request('POST', '/v1/continue', data);
      await page.locator('tbody tr').filter({ hasText: 'rack-7' }).filter({ hasText: 'finished' }).waitFor();
      // Events come through although the proxy holds answers back.
      await show(page, '#/activity');
      await page.locator('.live').filter({ hasText: 'live' }).waitFor();
      const count = await page.locator('tbody tr').count();
      const Authorization = `Basic ${Buffer.from('ada:pw').toString('base64')}`;
      await fetch(`${bench.url}/v1/introspection/rack-7`, { method: 'POST', headers: { Authorization } });
      await page
        .locator('tbody tr')
        .first()
        .filter({ hasText: 'waiting' })
        .filter({ hasText: 'rack-7' })
        .waitFor();
      expect(await page.locator('tbody tr').count()).to.be.above(count);
    });

    it('says what somebody may not see, and does not offer what they may not do', async function () {
      this.timeout(60_000);
      const { page } = await opened();
      await page.getByLabel('User').fill('bob');
      await page.getByLabel('Password').fill('pw');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Nodes' }).waitFor();
      expect(await page.getByLabel('Start introspection of a node').count()).to.equal(0);
      for (const place of ['#/rules', '#/inventory', `#/node/${node}/hardware`]) {
        await show(page, place);
        await page.getByText('You may not see').first().waitFor();
        expect(await axeFindings(page), place).to.deep.equal([]);
      }
      await show(page, `#/node/${node}`);
      expect(await page.getByRole('button', { name: 'Start introspection' }).isDisabled()).to.equal(true);
    });
  },
  ['nginx'],
);
