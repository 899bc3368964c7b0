import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** What went on in the background of some work. */
export interface Watch {
  /** Runs something whose background is watched; what it starts belongs to it. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Waits until what the work asked of files and other machines has been answered, half a second at most. */
  settle(): Promise<void>;
  /** Where timers of the work were made that still keep the process alive. */
  waiting(): string[];
  /** Where timers of the work were made that still keep the process alive, or repeat. */
  left(): string[];
  /** What promises were rejected with that nobody awaits, since the watch began. */
  rejections(): unknown[];
}

/** Requests of Node that end by themselves soon: for files, names, connections, random numbers. */
const SHORT = /REQ|QUERYWRAP|CONNECTWRAP/;

/** Milliseconds that are waited for such requests. */
const PATIENCE = 500;

/** Turns of the event loop in which promises, destroyed timers and rejections come up. */
const TURNS = 4;

interface Timer {
  readonly timer: NodeJS.Timeout & { readonly _repeat?: number | null };
  readonly place: string;
}

/**
 * Watches what some work leaves going on behind the promise it returns. Listeners of the process for rejected promises are
 * put aside meanwhile: a test runner would take such a rejection for a failure of whatever test runs then.
 */
export async function watching<T>(use: (watch: Watch) => Promise<T>): Promise<T> {
  const scope = new AsyncLocalStorage<true>();
  const timers = new Map<number, Timer>();
  const requests = new Set<number>();
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (scope.getStore() === undefined) return;
      if (type === 'Timeout') {
        const place = callerOf(new Error());
        if (place !== undefined) timers.set(id, { timer: resource as Timer['timer'], place });
      } else if (SHORT.test(type)) requests.add(id);
    },
    after(id) {
      requests.delete(id);
      if (!repeats(timers.get(id))) timers.delete(id);
    },
    destroy(id) {
      timers.delete(id);
      requests.delete(id);
    },
  }).enable();
  const rejections: unknown[] = [];
  const aside = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => rejections.push(reason));
  const settle = async (): Promise<void> => {
    const end = performance.now() + PATIENCE;
    do for (let done = 0; done < TURNS; done++) await turn();
    while (requests.size > 0 && performance.now() < end);
  };
  try {
    return await use({
      run: (work) => scope.run(true, work),
      settle,
      waiting: () => placesOf([...timers.values()].filter(({ timer }) => timer.hasRef())),
      left: () => placesOf([...timers.values()].filter((one) => one.timer.hasRef() || repeats(one))),
      rejections: () => rejections,
    });
  } finally {
    hook.disable();
    process.removeAllListeners('unhandledRejection');
    for (const listener of aside) process.on('unhandledRejection', listener);
  }
}

const repeats = (one: Timer | undefined): boolean => typeof one?.timer._repeat === 'number';

const placesOf = (timers: readonly Timer[]): string[] => timers.map(({ place }) => place);

/** File and line of the code that made something; `undefined` where that is a package, or Node itself. */
function callerOf({ stack = '' }: Error): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node:'));
  // The first one is that of the hook above.
  const place = /\(?([^\s()]+:\d+):\d+\)?$/.exec(frames[1] ?? '')?.[1];
  return place?.includes('/node_modules/') === true ? undefined : place;
}
