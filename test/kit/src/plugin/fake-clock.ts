import { setImmediate as turn } from 'node:timers/promises';

/** Time that goes on only when a test says so. */
export interface FakeClock {
  /** What time it is, milliseconds since 1970. */
  readonly now: number;
  /** How many timers wait, with or without `unref`. A plugin that was closed has none. */
  readonly waiting: number;
  /** Lets time pass: timers that are due run in order, and what they start asynchronously goes on before the next one. */
  advance(milliseconds: number): Promise<void>;
  /** Gives the process its own time back. Timers that still wait never run. */
  restore(): void;
}

/** The names that are replaced. */
const NAMES = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

interface Waiting {
  due: number;
  readonly every: number | undefined;
  readonly run: () => void;
}

/** So many turns of the event loop are what promises and files of a test need, once a timer has run. */
const TURNS = 4;

/** The clock in use; there is one for a process. */
let inUse: FakeClock | undefined;

/**
 * Replaces the time of this process, for tests of plugins that wait or look at the clock: `Date`, `setTimeout`,
 * `setInterval` and what clears them. The functions of `node:timers/promises`, `performance.now()` and time limits of Node
 * itself (`AbortSignal.timeout`) go on as before.
 *
 * @param start - the time at first; default: what it is
 * @throws where another one was not given back
 */
export function fakeClock(start: Date | string | number = Date.now()): FakeClock {
  if (inUse !== undefined) throw new Error('A fake clock is in use already: call its restore() first.');
  const RealDate = globalThis.Date;
  let now = new RealDate(start).getTime();
  if (Number.isNaN(now)) throw new RangeError(`${String(start)} is no time.`);
  const timers = new Set<Waiting>();

  const add = (run: unknown, delay: unknown, parameters: unknown[], repeats: boolean): FakeTimer => {
    if (typeof run !== 'function') throw new TypeError('A timer needs a function.');
    const milliseconds = Math.max(1, Number(delay) || 1);
    const timer: Waiting = {
      due: now + milliseconds,
      every: repeats ? milliseconds : undefined,
      run: () => void Reflect.apply(run, undefined, parameters),
    };
    timers.add(timer);
    return new FakeTimer(timer, timers, () => now + milliseconds);
  };
  // Timers from before the test are the process's own.
  const { clearTimeout: clearReal } = globalThis;
  const clear = (timer: unknown): void => {
    if (timer instanceof FakeTimer) timer.close();
    else clearReal(timer as NodeJS.Timeout);
  };
  const replaced = Object.fromEntries(
    NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  );
  const replacements: Record<(typeof NAMES)[number], unknown> = {
    Date: dateOf(RealDate, () => now),
    setTimeout: (run: unknown, delay?: unknown, ...parameters: unknown[]) =>
      add(run, delay, parameters, false),
    setInterval: (run: unknown, delay?: unknown, ...parameters: unknown[]) =>
      add(run, delay, parameters, true),
    clearTimeout: clear,
    clearInterval: clear,
  };
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, {
      value: replacements[name],
      configurable: true,
      writable: true,
      enumerable: replaced[name]?.enumerable ?? true,
    });
  }

  const settle = async (): Promise<void> => {
    for (let done = 0; done < TURNS; done++) await turn();
  };
  const clock: FakeClock = {
    get now() {
      return now;
    },
    get waiting() {
      return timers.size;
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (let next = earliest(timers, end); next !== undefined; next = earliest(timers, end)) {
        now = Math.max(now, next.due);
        if (next.every === undefined) timers.delete(next);
        else next.due = now + next.every;
        next.run();
        await settle();
      }
      now = end;
    },
    restore() {
      if (inUse !== clock) return;
      inUse = undefined;
      timers.clear();
      for (const name of NAMES) Object.defineProperty(globalThis, name, replaced[name] ?? {});
    },
  };
  inUse = clock;
  return clock;
}

/** The timer that is due first, of those that are due by a time. */
function earliest(timers: ReadonlySet<Waiting>, end: number): Waiting | undefined {
  let first: Waiting | undefined;
  for (const timer of timers) if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
  return first;
}

/** What `setTimeout` and `setInterval` return. */
class FakeTimer {
  #hasRef = true;

  constructor(
    private readonly timer: Waiting,
    private readonly timers: Set<Waiting>,
    private readonly due: () => number,
  ) {}

  ref(): this {
    this.#hasRef = true;
    return this;
  }

  unref(): this {
    this.#hasRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#hasRef;
  }

  refresh(): this {
    this.timer.due = this.due();
    this.timers.add(this.timer);
    return this;
  }

  close(): this {
    this.timers.delete(this.timer);
    return this;
  }
}

/** The class `Date`, with another idea of what time it is. */
const dateOf = (Real: DateConstructor, now: () => number): DateConstructor =>
  new Proxy(Real, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget) as Date,
    apply: () => new Real(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
