// How fast the page is with many nodes, in Debian's Chromium:
//
//   node --import tsx test/bench/page.ts [nodes]
//
// The API is a small server with made-up nodes (10,000), so that the figures are those of the page; the first view is that of the demo. The time that
// the page itself needs is that of its thread, and does not depend on what else a machine does. Exits with 1 when a demand is missed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Introspection, Machine } from '@inspector/client';
import { ROUTE_RULES } from '../../core/src/access/access-control.js';
import { mediaTypeOf } from '../../core/src/api/pages/media-type.js';
import type { Browser, Page, Visitor } from '../peers/page/browser.js';
import { findCommand } from '../peers/peer.js';
import { atMost, report } from './report.js';

const [nodes = 10_000] = process.argv.slice(2).map(Number);
const ROUNDS = 5;
const PAGE = 1000;
const ROOT = join(import.meta.dirname, '../..');
const FILES = join(ROOT, 'ui/dist/page');

const uuidOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const STATES = ['finished', 'finished', 'finished', 'error'] as const;
const statuses = Array.from({ length: nodes }, (_, at): Introspection => {
  const state = STATES[at % STATES.length] ?? 'finished';
  return {
    ...{ uuid: uuidOf(at), name: `rack-${Math.floor(at / 40)}-node-${at % 40}`, state, finished: true },
    error: state === 'error' ? 'Introspection timeout' : null,
    ...{ started_at: '2031-02-03T04:05:06', finished_at: '2031-02-03T04:07:41', links: [] },
  };
});
const machines = statuses.map(({ uuid, name = null, state }, at): Machine => ({
  ...{
    uuid,
    name,
    state,
    inspected_at: '2031-02-03T04:07:41',
    vendor: 'Dell Inc.',
    product: 'PowerEdge R640',
  },
  ...{ serial: `S${at}X`, boot_mode: 'uefi', firmware: '2.1.8', bmc_address: `10.1.${at >> 8}.${at & 255}` },
  ...{ cpus: 48, cpu_model: 'Xeon', cpu_arch: 'x86_64', memory_mb: 131072, disks: 4, disk_gb: 1788, nics: 2 },
  ...{
    macs: [`52:54:00:00:${(at >> 8).toString(16)}:${(at & 255).toString(16)}`],
    switches: [`sw-${at % 50}`],
    resource_class: null,
    deviations: null,
  },
}));
const session = {
  ...{ strategy: 'noauth', user: null, project: null, expires_at: null },
  may: Object.keys(ROUTE_RULES),
};

/** A page of a list, after the node that `marker` names. */
function pageOf<T extends { readonly uuid: string }>(
  list: readonly T[],
  query: URLSearchParams,
): readonly T[] {
  const marker = query.get('marker');
  const from = marker === null ? 0 : Number(marker.slice(-12)) + 1;
  return list.slice(from, from + Math.min(PAGE, Number(query.get('limit') ?? PAGE)));
}

async function answer(
  path: string,
  query: URLSearchParams,
  isStream: boolean,
  response: ServerResponse,
): Promise<void> {
  const json = (value: object): void => void response.end(JSON.stringify(value));
  if (path === '/v1/session') return json(session);
  if (path === '/v1/nodes') return json({ nodes: pageOf(machines, query) });
  if (path === '/v1/introspection')
    return json({ introspection: query.has('state') ? [] : pageOf(statuses, query) });
  if (path === '/v1/events') {
    if (!isStream) return json({ events: [], last: 1, reset: null });
    response.setHeader('Content-Type', 'text/event-stream');
    response.write('id: 1\nevent: ready\ndata: {"id":1}\n\n');
    return;
  }
  const name = path === '/ui/' ? 'index.html' : path.slice('/ui/'.length);
  response.setHeader('Content-Type', mediaTypeOf(name));
  response.end(await readFile(join(FILES, name)));
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const isStream = request.headers.accept === 'text/event-stream';
  void answer(pathname, searchParams, isStream, response).catch(() => response.writeHead(404).end());
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ui/`;

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/** Types letter by letter; answers the milliseconds from each key to the rows that it leads to. */
const TYPE = `(async () => {
  const input = document.querySelector('input[type=search]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const times = [];
  for (const text of ['r', 'ra', 'rac', 'rack', 'rack-1', 'rack-12', 'rack-123', '']) {
    const begin = performance.now();
    set.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    times.push(performance.now() - begin);
  }
  return times;
})()`;

const { chromium } = createRequire(import.meta.url)('playwright-core') as {
  chromium: { launch(options: object): Promise<Browser> };
};
const browser = await chromium.launch({
  executablePath: findCommand('chromium'),
  args: ['--no-sandbox', '--disable-gpu'],
});

/** Milliseconds that the thread of a page has worked. */
async function worked(visitor: Visitor, page: Page): Promise<() => Promise<number>> {
  const session = await visitor.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = (await session.send('Performance.getMetrics')) as {
      metrics: readonly { readonly name: string; readonly value: number }[];
    };
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN) * 1000;
  };
}

/** Milliseconds until the demo's machines are there. */
async function firstViewOfDemo(): Promise<number[]> {
  const demo = spawn(process.execPath, [join(ROOT, 'core/bin/inspector.js'), 'demo', '--keep'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let text = '';
    for await (const chunk of demo.stdout) {
      text += String(chunk);
      if (text.includes('Look at the machines in a browser')) break;
    }
    const address = /http:\S+\/ui\//.exec(text)?.[0] ?? '';
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const visitor = await browser.newContext();
      const page = await visitor.newPage();
      const begin = performance.now();
      await page.goto(address);
      await page.locator('tbody tr').first().waitFor();
      times.push(performance.now() - begin);
      await visitor.close();
    }
    return times;
  } finally {
    demo.kill('SIGINT');
    await once(demo, 'exit');
  }
}

type Times = number[];
const [first, whole, keys, firstWork, keyWork]: [Times, Times, Times, Times, Times] = [[], [], [], [], []];
for (let round = 0; round < ROUNDS; round++) {
  const visitor = await browser.newContext();
  const page = await visitor.newPage();
  const work = await worked(visitor, page);
  const begin = performance.now();
  await page.goto(url);
  await page.locator('tbody tr').first().waitFor();
  first.push(performance.now() - begin);
  firstWork.push(await work());
  await page
    .locator('.count')
    .filter({ hasText: `${nodes.toLocaleString('en')} nodes` })
    .waitFor();
  whole.push(performance.now() - begin);
  const before = await work();
  const times = await page.evaluate<number[]>(TYPE);
  keys.push(...times);
  keyWork.push(((await work()) - before) / times.length);
  await visitor.close();
}
const demo = await firstViewOfDemo();
await browser.close();
server.closeAllConnections();
server.close();

report(`The page with ${nodes} nodes`, [
  { what: 'first rows', unit: 'ms', ours: median(first), demand: atMost(median(first), 500) },
  { what: 'first rows, work of the page', unit: 'ms', ours: median(firstWork) },
  { what: 'all nodes', unit: 'ms', ours: median(whole) },
  { what: 'a key in the filter, median', unit: 'ms', ours: median(keys), demand: atMost(median(keys), 100) },
  { what: 'a key in the filter, work of the page', unit: 'ms', ours: median(keyWork) },
  {
    what: 'a key in the filter, slowest',
    unit: 'ms',
    ours: Math.max(...keys),
    demand: atMost(Math.max(...keys), 100),
  },
  { what: 'first view of the demo', unit: 'ms', ours: median(demo), demand: atMost(median(demo), 1000) },
]);
