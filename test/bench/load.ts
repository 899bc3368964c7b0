import { setTimeout as pause } from 'node:timers/promises';
import { createMachine, type Machine } from '@inspector/simulator';
import type { Target } from './targets.js';
import { cpuSeconds, idle } from './usage.js';

/** What doing something to many nodes cost. */
export interface Cost {
  readonly perSecond: number;
  /** Milliseconds of the server's CPU for each. */
  readonly cpuMs: number;
}

/** How many requests are under way at the same time, unless said otherwise. */
export const PARALLEL = 10;

/** Machines of one payload of 12 kB with two ports each, other ones for every seed. */
export function fleet(seed: string, count: number): Machine[] {
  return Array.from({ length: count }, (_, index) =>
    createMachine({ index, seed, payload: 'kvm-2nic-extra-hardware', driver: 'ipmi' }),
  );
}

/** Asks for the introspection of all machines; the rate is that of the answers. */
export async function startAll(
  target: Target,
  machines: readonly Machine[],
  parallel = PARALLEL,
): Promise<Cost> {
  const cpuBefore = cpuSeconds(target.pid);
  const begin = performance.now();
  await inParallel(machines, parallel, ({ uuid }) => post(`${target.url}/v1/introspection/${uuid}`));
  const seconds = (performance.now() - begin) / 1000;
  await idle(target.pid);
  return cost(machines.length, seconds, cpuSeconds(target.pid) - cpuBefore);
}

/** Posts the data of all machines; the rate is that of introspections that are finished, power off included. */
export async function continueAll(
  target: Target,
  machines: readonly Machine[],
  parallel = PARALLEL,
): Promise<Cost> {
  const cpuBefore = cpuSeconds(target.pid);
  const begin = Date.now();
  await postAll(target, machines, parallel);
  await idle(target.pid);
  const cpu = cpuSeconds(target.pid) - cpuBefore;
  const ends: number[] = [];
  await inParallel(machines, PARALLEL, async ({ uuid }) => void ends.push(await endOf(target, uuid)));
  return cost(machines.length, (Math.max(...ends) - begin) / 1000, cpu);
}

/** Posts the data of all machines; resolves when all posts were answered, which is before the last ends. */
export async function postAll(
  target: Target,
  machines: readonly Machine[],
  parallel = PARALLEL,
): Promise<void> {
  const bodies = machines.map(({ payload }) => JSON.stringify(payload));
  await inParallel(bodies, parallel, (body) => post(`${target.url}/v1/continue`, body));
}

/** Creates rules of three kinds that read the data and never apply. */
export async function createIdleRules(target: Target, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const conditions = [
      { op: 'eq', field: 'memory_mb', value: -1 - number },
      { op: 'matches', field: 'inventory.system_vendor.manufacturer', value: `Vendor ${number}.*` },
      { op: 'contains', field: 'inventory.cpu.model_name', value: `Model ${number}` },
    ] as const;
    await createRule(target, conditions[number % conditions.length] ?? conditions[0]);
  }
}

/** Creates a rule with one condition. */
export async function createRule(
  { url }: Target,
  condition: { readonly op: string; readonly field: string; readonly value: string | number },
): Promise<void> {
  const actions = [{ action: 'set-attribute', path: '/extra/applied', value: true }];
  await post(`${url}/v1/rules`, JSON.stringify({ conditions: [condition], actions }));
}

/** Removes all rules. */
export async function removeRules({ url }: Target): Promise<void> {
  const response = await fetch(`${url}/v1/rules`, { method: 'DELETE' });
  if (!response.ok) throw new Error(`${url}/v1/rules: ${response.status}`);
}

/** Milliseconds an introspection may take to its end; conductors of other processes may still be at work. */
const END_LIMIT = 30_000;

/** Milliseconds since the epoch at which an introspection finished well. */
async function endOf({ url }: Target, uuid: string): Promise<number> {
  for (const begun = performance.now(); ; await pause(20)) {
    const response = await fetch(`${url}/v1/introspection/${uuid}`);
    const status = (await response.json()) as {
      finished: boolean;
      error: string | null;
      finished_at: string;
    };
    if (status.finished && status.error === null) return Date.parse(`${status.finished_at}Z`);
    if (status.error !== null || performance.now() - begun > END_LIMIT)
      throw new Error(`${url}: node ${uuid} did not finish: ${JSON.stringify(status)}`);
  }
}

async function post(url: string, body?: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-OpenStack-Ironic-Inspector-API-Version': '1.14' },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
}

async function inParallel<Item>(
  items: readonly Item[],
  parallel: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

function cost(count: number, seconds: number, cpu: number): Cost {
  return { perSecond: count / seconds, cpuMs: (cpu * 1000) / count };
}
