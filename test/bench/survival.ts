// What Inspector survives as several processes, beside Debian's ironic-inspector in split mode.
//
//   node --import tsx test/bench/survival.ts [part of the name of an accident]
//
// Twenty machines, one every half second; the accident after 3.5 seconds; 90 seconds of patience after it is mended. A start that
// is refused is asked for again, and data are posted again each second, after 409, 500 and above, and broken connections. Each accident
// meets processes of its own. RabbitMQ is not among the peers that scripts/install-peers installs: apt-get install rabbitmq-server.
import { setTimeout as pause } from 'node:timers/promises';
import { createMachine, enroll, type Machine } from '@inspector/simulator';
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS } from '../peers/servers/etcd.js';
import type { DatabaseServer } from '../peers/servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../peers/servers/mariadb.js';
import { missingForSplit } from '../peers/servers/split-ironic-inspector.js';
import {
  ACCIDENTS,
  startOurs,
  startTheirs,
  type Accident,
  type AccidentName,
  type Survivor,
} from './survival-sites.js';

const [wanted = ''] = process.argv.slice(2);
const MACHINES = 20;
const EVERY = 500;
const UNTIL_ACCIDENT = 3500;
const PATIENCE = 90_000;
const AGAIN = 1000;
const ANSWER_LIMIT = 65_000;

/** What became of the machines. */
interface Outcome {
  readonly finished: number;
  /** Seconds from the mending to the last end; negative: before it. */
  readonly lastAfter: number;
  /** How the others stand, as texts. */
  readonly others: readonly string[];
  /** Answers other than success, by status and kind of request, and connections without an answer. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Ports that Ironic was asked to make though it had them. */
  readonly twice: number;
}

/** Status and parsed body of an answer; no status: there was none. */
interface Answer {
  readonly status: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

class Watch {
  readonly refusals = new Map<string, number>();
  #turn = 0;
  #isOver = false;

  constructor(private readonly urls: readonly string[]) {}

  end(): void {
    this.#isOver = true;
  }

  /** Introspects one machine, however often it takes. Resolves to when it finished; undefined: it did not. */
  async introspect({ uuid, payload }: Machine): Promise<number | undefined> {
    const body = JSON.stringify(payload);
    await this.#until('start', () => this.#ask('POST', `/v1/introspection/${uuid}`));
    const state = async () => (await this.#ask('GET', `/v1/introspection/${uuid}`)).body['state'];
    while (!this.#isOver && (await state()) !== 'waiting') await pause(EVERY);
    const posted = await this.#until('data', () => this.#ask('POST', '/v1/continue', body));
    if (!posted) return undefined;
    while (!this.#isOver && (await state()) !== 'finished') await pause(EVERY);
    return this.#isOver ? undefined : performance.now();
  }

  async standing({ uuid }: Machine): Promise<string> {
    const { status, body } = await this.#ask('GET', `/v1/introspection/${uuid}`);
    return status === 200 ? `${String(body['state'])}: ${String(body['error'])}` : `status ${String(status)}`;
  }

  /** Asks until something is done; false: it was refused for good, or time is over. */
  async #until(kind: string, ask: () => Promise<Answer>): Promise<boolean> {
    while (!this.#isOver) {
      const { status } = await ask();
      if (status !== undefined && status < 300) return true;
      const name = `${kind}: ${status === undefined ? 'no answer' : String(status)}`;
      this.refusals.set(name, (this.refusals.get(name) ?? 0) + 1);
      if (status !== undefined && status < 500 && status !== 409) return false;
      await pause(AGAIN);
    }
    return false;
  }

  async #ask(method: string, path: string, text?: string): Promise<Answer> {
    const url = this.urls[this.#turn++ % this.urls.length] ?? '';
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_LIMIT),
        ...(text === undefined ? {} : { body: text }),
      });
      const answer = await response.text();
      return { status: response.status, body: parsed(answer) };
    } catch {
      return { status: undefined, body: {} };
    }
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function endure({ ironic, urls }: Survivor, accident: Accident, duration: number): Promise<Outcome> {
  const watch = new Watch(urls);
  const machines = Array.from({ length: MACHINES }, (_, index) =>
    createMachine({ index, seed: 'survival', driver: 'ipmi' }),
  );
  for (const machine of machines) enroll(ironic, machine);
  const ends = machines.map(async (machine, index) => {
    await pause(index * EVERY);
    return watch.introspect(machine);
  });
  await pause(UNTIL_ACCIDENT);
  const mend = await accident();
  await pause(duration);
  await mend();
  const mended = performance.now();
  const limit = new AbortController();
  const patience = pause(PATIENCE, undefined, { signal: limit.signal }).catch(() => undefined);
  await Promise.race([Promise.all(ends), patience]);
  limit.abort();
  watch.end();
  const times = await Promise.all(ends);
  const done = times.filter((time) => time !== undefined);
  const left = machines.filter((_, index) => times[index] === undefined);
  const ports = ironic.requestsMatching({ route: 'POST /v1/ports' });
  return {
    finished: done.length,
    lastAfter: (Math.max(...done, 0) - mended) / 1000,
    others: await Promise.all(left.map((machine) => watch.standing(machine))),
    refusals: watch.refusals,
    twice: ports.filter(({ status }) => status === 409).length,
  };
}

const textOf = ({ finished, lastAfter, others, refusals, twice }: Outcome): string =>
  [
    `${finished} of ${MACHINES}, the last ${lastAfter.toFixed(0)} s after the repair`,
    ...others.map((one) => `left in ${one.slice(0, 120)}`),
    ...[...refusals].map(([name, count]) => `${name} × ${count}`),
    ...(twice === 0 ? [] : [`${twice} ports asked for twice`]),
  ].join('; ');

async function run(
  name: AccidentName,
  start: (server: DatabaseServer) => Promise<Survivor>,
): Promise<string> {
  const server = await startMariadb();
  try {
    const site = await start(server);
    try {
      const accident = site.accidents[name];
      return accident === undefined ? 'has none' : textOf(await endure(site, accident, ACCIDENTS[name]));
    } finally {
      await site.stop();
    }
  } finally {
    await server.stop();
  }
}

const missing = [...ETCD_COMMANDS, ...MARIADB_COMMANDS].filter((one) => findCommand(one) === undefined);
const others = missingForSplit();
if (missing.length > 0) console.log(`Skipped: ${missing.join(', ')} missing; run scripts/install-peers`);
else {
  if (others.length > 0) console.log(`ironic-inspector is left out: ${others.join(', ')} missing`);
  const names = (Object.keys(ACCIDENTS) as AccidentName[]).filter((name) => name.includes(wanted));
  for (const name of names) {
    console.log(`\n${name}`);
    console.log(`  Inspector: ${await run(name, startOurs)}`);
    if (others.length === 0) console.log(`  ironic-inspector: ${await run(name, startTheirs)}`);
  }
}
