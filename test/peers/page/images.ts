// Makes the pictures of the page that the documentation shows, in light and dark, in Debian's Chromium:
//
//   node --import tsx test/peers/page/images.ts [folder]
//
// Without a folder those of docs/images are made anew. Look at each of them before it is committed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startInspector } from '@inspector/test-kit';
import { hashSync } from 'bcryptjs';
import { findCommand } from '../peer.js';
import { degrade } from './degrade.js';
import { show, type Browser, type Page } from './browser.js';
import { rackServer } from './rack-server.js';

const { positionals } = parseArgs({ allowPositionals: true });
const folder = positionals[0] ?? join(import.meta.dirname, '../../../docs/images');
const SIZE = { width: 1180, height: 720 };
/** Which of the machines hangs on switches. */
const RACKED = 4;
const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';

const inventories = await mkdtemp(join(tmpdir(), 'inspector-images-'));
await writeFile(join(inventories, 'htpasswd'), `ada:${hashSync('pw', 4)}\n`);
const service = await startInspector({
  machines: Array.from({ length: 9 }, (_, at) => ({
    silent: at < 3,
    ...(at === RACKED && { payload: rackServer() }),
  })),
  rules: [
    {
      uuid: RULE,
      description: 'Put big machines into the class gold',
      conditions: [{ op: 'ge', field: 'inventory.memory.physical_mb', value: 65536 }],
      actions: [{ action: 'set-attribute', path: '/resource_class', value: 'gold' }],
    },
    {
      description: 'Fail where a disk is missing',
      conditions: [{ op: 'is-empty', field: 'inventory.disks' }],
      actions: [{ action: 'fail', message: 'There is no disk' }],
    },
  ],
  config: {
    processing: {
      ...{ storeData: 'database', addPorts: 'all' },
      processingHooks: ['$default_processing_hooks', 'local_link_connection', 'lldp_basic'],
    },
    plugins: { 'inventory-filesystem': { directory: inventories } },
  },
});
service.machines.forEach((machine, at) => {
  service.node(machine).name = `rack3-${String(at + 1).padStart(2, '0')}`;
});
const [degraded, failed, waiting, ...others] = service.machines;
if (degraded === undefined || failed === undefined || waiting === undefined) throw new Error('no machines');

for (const machine of others) await service.introspect(machine);
await degrade(service, degraded);
await service.start(failed);
await service.until(failed, 'waiting');
await service.post({ ...failed.payload, error: 'no disk was found: /dev/sda' });
await service.until(failed, 'error');
await service.request('POST', '/v1/inventory/generate');
await service.start(waiting);
await service.until(waiting, 'waiting');

/** A service that asks who somebody is. Where that is Keystone, nobody has to be there for the form. */
const asking = {
  login: await startInspector({
    config: { authStrategy: 'http_basic', httpBasicAuthUserFile: join(inventories, 'htpasswd') },
  }),
  'login-keystone': await startInspector({
    config: {
      authStrategy: 'keystone',
      keystoneAuthtoken: { authUrl: 'http://127.0.0.1:9', username: 'inspector', password: 'none' },
    },
  }),
};

const PLACES: Readonly<Record<string, string>> = {
  nodes: '#/nodes',
  node: `#/node/${others[0]?.uuid ?? ''}`,
  why: `#/node/${failed.uuid}`,
  hardware: `#/node/${service.machines[RACKED]?.uuid ?? ''}/hardware`,
  introspections: `#/node/${degraded.uuid}/history`,
  compare: `#/node/${degraded.uuid}/compare?from=1&to=2`,
  baseline: `#/node/${degraded.uuid}/baseline`,
  data: `#/node/${degraded.uuid}/data`,
  activity: '#/activity',
  rules: '#/rules',
  rule: `#/rules/${RULE}`,
  import: '#/rules/import',
  dhcp: `#/dhcp?of=${waiting.uuid}`,
  plugins: '#/plugins',
  cluster: '#/cluster',
  inventory: '#/inventory',
};

type Pictured = Page & { screenshot(options: { readonly path: string }): Promise<unknown> };
const { chromium } = createRequire(import.meta.url)('playwright-core') as {
  chromium: { launch(options: object): Promise<Browser> };
};
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findCommand('chromium'),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const visitor = await browser.newContext({ colorScheme, viewport: SIZE });
    const page = (await visitor.newPage()) as Pictured;
    await page.goto(`${service.url}/ui/`);
    for (const [name, place] of Object.entries(PLACES)) {
      await show(page, place);
      // What comes after the first answer: events, machines.
      await page.evaluate(
        `new Promise((resolve) => { const look = () => performance.getEntriesByType('resource')
          .every(({ responseEnd }) => performance.now() - responseEnd > 700) ? resolve() : setTimeout(look, 100); look(); })`,
      );
      await page.screenshot({ path: join(folder, `page-${name}-${colorScheme}.png`) });
    }
    for (const [name, { url }] of Object.entries(asking)) {
      await page.goto(`${url}/ui/`);
      await page.getByLabel('User', { exact: true }).waitFor();
      await page.screenshot({ path: join(folder, `page-${name}-${colorScheme}.png`) });
    }
    await visitor.close();
  }
} finally {
  await browser.close();
  for (const { stop } of [service, ...Object.values(asking)]) await stop();
  await rm(inventories, { recursive: true });
}
