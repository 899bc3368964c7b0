import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from '@inspector/simulator';
import type { ClusterSite } from './cluster-site.js';
import { postAll, startAll } from './load.js';
import type { Target } from './targets.js';
import { cpuSeconds } from './usage.js';

/** Rounds in which one and the other take turns; the median counts. */
export const ROUNDS = 5;
/** What each has introspected before, also where two share it: a program that has just been started is slower. */
const WARM_UP = 400;
/** Requests under way at the same time: more than one conductor works on at once. */
const PARALLEL = 40;

/** A service, and what each of its parts is called; the service alone has none. */
export type Site = Target & Partial<Pick<ClusterSite, 'parts'>>;

/** What introspections cost in one turn. */
export interface Turn {
  /** Starts until all machines wait for data, and introspections until all of them are over. */
  readonly starts: number;
  readonly perSecond: number;
  /** Milliseconds of processor that each part used for one introspection, start not included. */
  readonly parts: ReadonlyMap<string, number>;
}

/** How many machines two sites need for so many of them in each round. */
export const machinesFor = (nodes: number): number => WARM_UP + ROUNDS * nodes;

/** Name of the part that posts what ramdisks would, which is this process. */
export const RAMDISKS = 'the ramdisks';

/** Introspects machines that were not seen before. */
async function introspect(site: Site, machines: readonly Machine[]): Promise<Turn> {
  const starts = await rate(machines, async () => {
    await startAll(site, machines, PARALLEL);
    await noneIn(site, ['starting']);
  });
  const used = usedBy(site);
  const perSecond = await rate(machines, async () => {
    await postAll(site, machines, PARALLEL);
    await noneIn(site, ['waiting', 'enrolling', 'processing']);
  });
  const parts = [...usedBy(site)].map(
    ([part, seconds]) => [part, ((seconds - (used.get(part) ?? 0)) * 1000) / machines.length] as const,
  );
  await noneIn(site, ['error']);
  return { starts, perSecond, parts: new Map(parts) };
}

async function rate(machines: readonly Machine[], work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (machines.length * 1000) / (performance.now() - begun);
}

/** Seconds of processor that each part has used until now. */
function usedBy({ parts = {} }: Site): Map<string, number> {
  const { user, system } = process.cpuUsage();
  const seconds = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  return new Map([
    ...Object.entries(parts).map(([part, pids]) => [part, seconds(pids)] as const),
    [RAMDISKS, (user + system) / 1e6],
  ]);
}

/** Resolves when no introspection is in one of the states. Asks for one record only, so that asking costs nothing. */
export async function noneIn({ url }: Pick<Target, 'url'>, states: readonly string[]): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const response = await fetch(`${url}/v1/introspection?limit=1&state=${states.join(',')}`, {
      headers: { 'X-OpenStack-Ironic-Inspector-API-Version': '1.18' },
    });
    const { introspection } = (await response.json()) as { readonly introspection: readonly object[] };
    if (introspection.length === 0) return;
    if (performance.now() > end || states.includes('error'))
      throw new Error(`${url}: an introspection is ${JSON.stringify(introspection[0])}`);
    await pause(10);
  }
}

/**
 * Has two services introspect by turns, so that what the machine does besides disturbs both alike. Both have done some
 * introspections before.
 *
 * @returns the turns of each, in the order in which they were
 */
export async function byTurns(
  one: Site,
  other: Site,
  machines: readonly Machine[],
  nodes: number,
): Promise<readonly [readonly Turn[], readonly Turn[]]> {
  const turns: readonly [Turn[], Turn[]] = [[], []];
  for (const site of [one, other]) await introspect(site, machines.slice(0, WARM_UP));
  for (let round = 0; round < ROUNDS; round++) {
    const from = WARM_UP + round * nodes;
    // Who begins is the other one each time.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) {
      const site = index === 0 ? one : other;
      turns[index === 0 ? 0 : 1].push(await introspect(site, machines.slice(from, from + nodes)));
    }
  }
  return turns;
}

/** The one in the middle, of the values of all turns. */
export function median(turns: readonly Turn[], value: (turn: Turn) => number): number {
  return middle(turns.map(value));
}

/** The median of what the other has of the one in the same round. */
export const medianRatio = (
  one: readonly Turn[],
  other: readonly Turn[],
  value: (turn: Turn) => number,
): number => middle(other.map((turn, round) => value(turn) / value(one[round] ?? turn)));

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
