import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { describePage, show, visit, type Page } from './browser.js';

/** What somebody with a machine, or a switch, may put into every text. */
const HOSTILE: Readonly<Record<string, string>> = {
  markup:
    '</td></table><script>window.hit=1</script><img src=x onerror="window.hit=1"><svg onload=window.hit=1>',
  'text that turns around': '\u202eabc\u2066\u200f\u061c',
  'a text of a megabyte': 'x'.repeat(1_000_000),
  addresses: 'javascript:window.hit=1',
  'control characters': '\u0000\u0007\u001b[31m\u0085\u2028\ufeff',
};

/** The same data with a text in the place of those that only people read. */
function withText(value: unknown, text: string, names: ReadonlySet<string>, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withText(one, text, names, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, withText(one, text, names, key)]),
    );
  }
  return typeof value === 'string' && names.has(name) ? text : value;
}
const READ: ReadonlySet<string> = new Set([
  ...['manufacturer', 'product_name', 'model_name', 'model', 'vendor', 'product', 'hint'],
  ...['current_boot_mode', 'version', 'build_date', 'hostname'],
]);

/** The elements of a part of the page, without their texts. */
const structureOf = (page: Page, selector: string): Promise<string> =>
  page.evaluate<string>(
    `(function structure(e) {
       return e.tagName + '(' + [...e.children].map(structure).join(',') + ')';
     })(document.querySelector(${JSON.stringify(selector)}))`,
  );

describePage('hostile machines on the page', (browser) => {
  let service: RunningInspector;
  before(async () => {
    service = await startInspector({ machines: [{ silent: true }, { silent: true }] });
  });
  after(() => service?.stop());

  /** Introspects the machine with a text everywhere, and answers the elements of the views that show it. */
  async function shownWith(text: string, page: Page, names = READ): Promise<readonly string[]> {
    const [machine] = service.machines;
    if (machine === undefined) throw new Error('there is no machine');
    await service.start(machine.uuid);
    await service.until(machine.uuid, 'waiting');
    await service.post(withText(machine.payload, text, names) as JsonObject);
    await service.until(machine.uuid, 'finished');
    await show(page, `#/node/${machine.uuid}`);
    await page.reload();
    const structures: string[] = [];
    for (const place of ['', '/hardware', '/data']) {
      await show(page, `#/node/${machine.uuid}${place}`);
      await page.locator('h2, pre').first().waitFor();
      structures.push(await structureOf(page, 'main'));
    }
    return structures;
  }

  it('change no element, run nothing, and are shown as what they are', async function () {
    this.timeout(120_000);
    const { page, visitor, faults } = await visit(browser(), `${service.url}/ui/`);
    try {
      const harmless = await shownWith('harmless', page);
      for (const [name, text] of Object.entries(HOSTILE)) {
        expect(
          await shownWith(text, page, text.length > 1000 ? new Set(['product_name']) : READ),
          name,
        ).to.deep.equal(harmless);
        expect(await page.evaluate('window.hit ?? null'), name).to.equal(null);
        expect(await page.evaluate(`document.querySelectorAll('a[href^="javascript"]').length`)).to.equal(0);
        const seen = await page.locator('main').innerText();
        for (const unseen of ['\u202e', '\u2066', '\u0000', '\u001b'])
          expect(seen, name).not.to.include(unseen);
      }
      expect(faults).to.deep.equal([]);
    } finally {
      await visitor.close();
    }
  });

  /** Lets an introspection fail with a text as its error, on a node of this name, and answers the elements of what tells of it. */
  async function failedWith(text: string, page: Page): Promise<readonly string[]> {
    const [, machine] = service.machines;
    if (machine === undefined) throw new Error('there is no second machine');
    service.node(machine).name = text.slice(0, 200);
    await service.start(machine.uuid);
    await service.until(machine.uuid, 'waiting');
    await service.post({ ...machine.payload, error: text });
    await service.until(machine.uuid, 'error');
    const structures: string[] = [];
    for (const [place, part] of [
      ['#/activity?type=introspection.error', 'tbody tr'],
      ['#/nodes?state=error', 'td.node'],
      [`#/node/${machine.uuid}`, '.course'],
      [`#/node/${machine.uuid}/history`, '.timeline li'],
    ] as const) {
      await show(page, place);
      await page.reload();
      await page.locator(part).first().waitFor();
      structures.push(await structureOf(page, part));
    }
    return structures;
  }

  it('are told of as what they are where they fail, whatever their nodes are called', async function () {
    this.timeout(120_000);
    const { page, visitor, faults } = await visit(browser(), `${service.url}/ui/`);
    try {
      const harmless = await failedWith('harmless', page);
      for (const [name, text] of Object.entries(HOSTILE)) {
        expect(await failedWith(text, page), name).to.deep.equal(harmless);
        expect(await page.evaluate('window.hit ?? null'), name).to.equal(null);
        expect(await page.evaluate(`document.querySelectorAll('a[href^="javascript"]').length`)).to.equal(0);
        const seen = await page.locator('main').innerText();
        for (const unseen of ['\u202e', '\u2066', '\u0000', '\u001b'])
          expect(seen, name).not.to.include(unseen);
      }
      expect(faults).to.deep.equal([]);
    } finally {
      await visitor.close();
    }
  });
});
