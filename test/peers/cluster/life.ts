import { setTimeout as pause } from 'node:timers/promises';
import { newRequestId } from '@inspector/plugin-api';
import type { Machine } from '@inspector/simulator';
import type { Cluster } from './cluster.js';
import type { Observer } from './observer.js';

/** Milliseconds for one step of an introspection, whatever happens meanwhile: a minute after the repair, and the fault itself. */
const PATIENCE = 100_000;

/** Milliseconds between two looks at an introspection at most: many who look all the time would be a load of their own. */
const LONGEST_WAIT = 1000;

/** What became of an introspection. */
export interface Ending {
  readonly state: string;
  readonly error: string | null;
  /** Starts that were needed: a conductor that dies while it prepares a node takes the start with it. */
  readonly starts: number;
  /** What starts failed with that were taken. */
  readonly failures: readonly (string | null)[];
  /** Status of each answer to the ramdisk; 0: the connection failed. */
  readonly answers: readonly number[];
}

/**
 * Introspects a machine as operators and ramdisks do: a start that is refused for the moment is asked for again, a post
 * that is not taken is repeated. Resolves when it is over, well or not.
 */
export async function introspect(cluster: Cluster, machine: Machine, observer: Observer): Promise<Ending> {
  const end = Date.now() + PATIENCE;
  let starts = 0;
  const failures: (string | null)[] = [];
  for (;;) {
    starts++;
    observer.begins(machine, await begin(cluster, machine, observer, end));
    const { state, error } = await until(
      cluster,
      machine,
      end,
      (now) => now !== 'starting' && now !== 'aborting',
    );
    if (state === 'waiting') break;
    failures.push(error);
    if (starts === 5) return over(observer, machine, { state, error, starts, failures, answers: [] });
    observer.ended(machine, { state, error });
  }
  const answers: number[] = [];
  const body = JSON.stringify(machine.payload);
  for (;;) {
    const status = await cluster.request('POST', '/v1/continue', { text: body }).then(
      (answer) => answer.status,
      () => 0,
    );
    answers.push(status);
    if (status === 200 || (status >= 400 && status < 500 && status !== 409) || Date.now() > end) break;
    await pause(300);
  }
  const last = await until(cluster, machine, end, (now) => now === 'finished' || now === 'error');
  return over(observer, machine, { ...last, starts, failures, answers });
}

function over(observer: Observer, machine: Machine, ending: Ending): Ending {
  observer.ended(machine, { ...ending });
  return ending;
}

/**
 * Asks for the start until it is taken, or goes on already: an answer may have been lost.
 *
 * Who got no answer, or one that says that the start may have begun, asks again all the same, as operators do who do not look.
 *
 * @returns when the request was sent that was taken, or the first that may have been; milliseconds since 1970
 */
async function begin(cluster: Cluster, machine: Machine, observer: Observer, end: number): Promise<number> {
  let first: number | undefined;
  const said: string[] = [];
  for (;;) {
    const sent = Date.now();
    const id = newRequestId();
    observer.asks(machine, id);
    const { status, body } = await cluster
      .request('POST', `/v1/introspection/${machine.uuid}`, { id })
      .catch(() => ({ status: 0, body: {} }));
    if (status === 202) return sent;
    said.push(`${status} after ${Date.now() - sent} ms: ${JSON.stringify(body)}`);
    const isUnsure = status === 0 || status >= 500;
    if (!isUnsure) observer.refused(machine, id, `${status} ${JSON.stringify(body)}`);
    // It is on introspection: a request before was taken.
    if (first !== undefined && status === 400) return first;
    if (Date.now() > end)
      throw new Error(
        `${machine.uuid}: its start was never taken in ${said.length} requests, the last of which got\n  ${said.slice(-5).join('\n  ')}`,
      );
    if (isUnsure) first ??= sent;
    await pause(200);
  }
}

async function until(
  cluster: Cluster,
  { uuid }: Machine,
  end: number,
  wanted: (state: string) => boolean,
): Promise<{ state: string; error: string | null }> {
  for (let wait = 100; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    const answer = await cluster.request('GET', `/v1/introspection/${uuid}`).catch(() => undefined);
    const state = String(answer?.body['state']);
    const error = (answer?.body['error'] ?? null) as string | null;
    if (answer?.status === 200 && wanted(state)) return { state, error };
    if (Date.now() > end) return { state, error };
    await pause(wait);
  }
}
