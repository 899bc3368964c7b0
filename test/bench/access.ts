// What it costs to ask callers who they are: known tokens, floods of bad ones, an identity service that hangs.
//
//   node --import tsx test/bench/access.ts
//
// Keystone is a fake at the wire, in this process, as is Inspector; floods come from a thread of their own. Exits with 1 when a demand is
// missed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FakeIdentity, tokenBody } from '../../core/test/access/keystone/fake-identity.js';
import { createInspector, type UserConfig } from '@inspector/core';
import { startFakeIronic } from '@inspector/simulator';
import { pino } from 'pino';
import { collectGarbage } from './garbage.js';
import { atMost, report, type Row } from './report.js';

const ROUNDS = 20;
const PER_ROUND = 100;
/** Requests under way at the same time in a flood. */
const PARALLEL = 64;
/** Milliseconds the fake takes for one answer in a flood; Keystone takes more. */
const ANSWER = 4;
const GOOD = 'good-token';
const MEGABYTE = 1024 * 1024;

/** A service that is asked. */
interface Served {
  readonly url: string;
}

async function ask({ url }: Served, path: string, token?: string): Promise<number> {
  const answer = await fetch(url + path, {
    headers: token === undefined ? {} : { 'x-auth-token': token },
  });
  await answer.text();
  return answer.status;
}

/** Milliseconds of each call, in ascending order. */
async function timed(calls: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < calls; count++) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return times.sort((one, other) => one - other);
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** The two services take turns; the best round of each is the one that the machine disturbed least. */
async function knownToken(open: Served, guarded: Served, identity: FakeIdentity): Promise<Row[]> {
  await ask(guarded, '/v1/introspection', GOOD);
  const asked = identity.questions.length;
  const medians: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const without = await timed(PER_ROUND, () => ask(open, '/v1/introspection'));
    const withToken = await timed(PER_ROUND, () => ask(guarded, '/v1/introspection', GOOD));
    medians[0].push(quantile(without, 0.5));
    medians[1].push(quantile(withToken, 0.5));
  }
  const [without, withToken] = medians.map((list) => Math.min(...list)) as [number, number];
  const more = withToken - without;
  const requests = identity.questions.length - asked;
  return [
    { what: 'request without credentials, noauth', unit: 'ms', ours: without },
    { what: 'a known token takes more', unit: 'ms', ours: more, demand: atMost(more, 0.15) },
    { what: 'requests to Keystone for it', unit: '', ours: requests, demand: atMost(requests, 0) },
  ];
}

/** What the thread of a flood runs: so many requests, some at a time, with the same token or ever another one. */
const FLOOD = `
const { workerData } = require('node:worker_threads');
const { url, count, parallel, token, isSame } = workerData;
let next = 0;
const work = async () => {
  while (next < count) {
    const mine = isSame ? token : token + next++;
    if (isSame) next++;
    await (await fetch(url, { headers: { 'x-auth-token': mine } })).text();
  }
};
Promise.all(Array.from({ length: parallel }, work));
`;

function flood({ url }: Served, count: number, token: string, isSame: boolean): Promise<void> {
  const workerData = { url: `${url}/v1/introspection`, count, parallel: PARALLEL, token, isSame };
  const worker = new Worker(FLOOD, { eval: true, workerData });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

async function oneBadToken(bench: Served, identity: FakeIdentity): Promise<Row[]> {
  const before = identity.questions.length;
  await flood(bench, 1000, 'the-bad-one', true);
  const asked = identity.questions.length - before;
  return [
    {
      what: 'requests to Keystone for 1,000 with a bad token',
      unit: '',
      ours: asked,
      demand: atMost(asked, 1),
    },
  ];
}

async function manyBadTokens(bench: Served, identity: FakeIdentity): Promise<Row[]> {
  let underWay = 0;
  let most = 0;
  identity.handler = (response) => {
    most = Math.max(most, ++underWay);
    setTimeout(() => {
      underWay -= 1;
      response.writeHead(404).end('{}');
    }, ANSWER);
  };
  await flood(bench, 10_000, 'first-', false);
  identity.questions.length = 0;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let ended = false;
  const second = flood(bench, 10_000, 'second-', false).finally(() => (ended = true));
  const good: number[] = [];
  while (!ended) good.push(...(await timed(1, () => ask(bench, '/v1/introspection', GOOD))));
  await second;
  identity.handler = undefined;
  identity.questions.length = 0;
  collectGarbage();
  const grown = (process.memoryUsage().heapUsed - before) / MEGABYTE;
  const p99 = quantile(
    good.sort((one, other) => one - other),
    0.99,
  );
  return [
    { what: '10,000 bad tokens: asked at a time', unit: '', ours: most, demand: atMost(most, 16) },
    { what: 'memory that stays after 10,000 more', unit: 'MB', ours: grown, demand: atMost(grown, 5) },
    { what: 'p99 of a good token meanwhile', unit: 'ms', ours: p99, demand: atMost(p99, 50) },
  ];
}

async function hangs(bench: Served, identity: FakeIdentity): Promise<Row[]> {
  identity.handler = () => undefined;
  const rows: Row[] = [];
  let longest = 0;
  const strangers = timed(8, async () => {
    const begin = performance.now();
    const status = await ask(bench, '/v1/introspection', `stranger-${begin}`);
    if (status !== 503) throw new Error(`an unknown token got ${status}`);
    longest = Math.max(longest, performance.now() - begin);
  });
  const open = await timed(500, () => ask(bench, '/v1', 'garbage'));
  const known = await timed(500, () => ask(bench, '/v1/introspection', GOOD));
  await strangers;
  identity.handler = undefined;
  const begin = performance.now();
  while ((await ask(bench, '/v1/introspection', 'another')) !== 200) await delay(50);
  const back = performance.now() - begin;
  const [openP99, knownP99] = [quantile(open, 0.99), quantile(known, 0.99)];
  rows.push(
    { what: 'Keystone hangs: p99 of public routes', unit: 'ms', ours: openP99, demand: atMost(openP99, 20) },
    { what: 'p99 of a known token', unit: 'ms', ours: knownP99, demand: atMost(knownP99, 20) },
    { what: 'longest wait for 503', unit: 'ms', ours: longest, demand: atMost(longest, 5500) },
    { what: 'unknown tokens served after its return', unit: 'ms', ours: back, demand: atMost(back, 3000) },
  );
  return rows;
}

const identity = await FakeIdentity.start();
identity.tokens.set(GOOD, tokenBody());
identity.tokens.set('another', tokenBody());
const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-access-'));
const ironic = await startFakeIronic();
const serve = (name: string, config: UserConfig) =>
  createInspector({
    config: {
      ...{ listenPort: 0, cleanUpPeriod: 0, ironic: { endpointOverride: ironic.url } },
      database: { connection: `sqlite:///${folder}/${name}.sqlite` },
      ...config,
    },
    cwd: process.cwd(),
    log: pino({ level: 'silent' }),
    upgradeDatabase: true,
  });
const open = await serve('open', {});
const guarded = await serve('guarded', {
  authStrategy: 'keystone',
  keystoneAuthtoken: {
    ...{ authUrl: identity.url, username: 'inspector', password: 'a password' },
    ...{ projectName: 'service', userDomainId: 'default', projectDomainId: 'default' },
  },
});
try {
  report('Who calls', [
    ...(await knownToken(open, guarded, identity)),
    ...(await oneBadToken(guarded, identity)),
    ...(await manyBadTokens(guarded, identity)),
    ...(await hangs(guarded, identity)),
  ]);
} finally {
  await guarded.close();
  await open.close();
  await ironic.close();
  await identity.close();
  await rm(folder, { recursive: true });
}
