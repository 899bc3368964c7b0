import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import { describePage, visit, type Page, type Watched } from './browser.js';

const WAIT = 30_000;
const WORDS = /starting|waiting|processing|hooks|finished|DHCP/;

describePage('what happened to a node, on the page', (browser) => {
  let hosts: string;
  let service: RunningInspector;
  const open: Watched[] = [];
  const visited = async (place: string): Promise<Page> => {
    const watched = await visit(browser(), `${service.url}/ui/${place}`);
    open.push(watched);
    return watched.page;
  };
  const steps = (page: Page, text: string) => page.locator('.course li').filter({ hasText: text });
  const words = async (page: Page): Promise<(string | undefined)[]> =>
    (await page.locator('.course li').allInnerTexts()).map((text) => WORDS.exec(text)?.[0]);

  before(async function () {
    this.timeout(60_000);
    hosts = await mkdtemp(join(tmpdir(), 'inspector-page-hosts-'));
    service = await startInspector({
      machines: [{ silent: true }, { silent: true }],
      config: { pxeFilter: { driver: 'dnsmasq' }, dnsmasqPxeFilter: { dhcpHostsdir: hosts } },
    });
  });
  after(async () => {
    await service?.stop();
    await rm(hosts, { recursive: true });
  });
  afterEach(async () => {
    for (const { visitor } of open.splice(0)) await visitor.close();
  });

  it('has among its states when DHCP was opened and closed, as it happens and afterwards', async function () {
    this.timeout(180_000);
    const [machine, other] = service.machines;
    if (machine === undefined || other === undefined) throw new Error('no machines');
    await service.start(machine);
    await service.until(machine, 'waiting');
    const page = await visited(`#/node/${machine.uuid}`);
    await steps(page, 'waiting').waitFor({ timeout: WAIT });
    await steps(page, 'open for 2 MACs').waitFor({ timeout: WAIT });
    expect(await words(page)).to.deep.equal(['starting', 'DHCP', 'waiting']);
    await service.post(machine.payload);
    await steps(page, 'open for 0 MACs').waitFor({ timeout: WAIT });
    const all = ['starting', 'DHCP', 'waiting', 'processing', 'hooks', 'finished', 'DHCP'];
    expect(await words(page)).to.deep.equal(all);

    // What is older, and what comes later, is of other introspections.
    await service.start(other);
    await service.until(other, 'waiting');
    const later = await visited(`#/node/${other.uuid}`);
    await steps(later, 'open for 2 MACs').waitFor({ timeout: WAIT });
    expect(await words(later)).to.deep.equal(['starting', 'DHCP', 'waiting']);
  });
});
