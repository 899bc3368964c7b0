import { AsyncLocalStorage } from 'node:async_hooks';

type Carried = Readonly<Record<string, unknown>>;

/** Where everything is kept that the work that runs now carries: a plugin may have a copy of this package of its own. */
const CURRENT = Symbol.for('inspector.work');
const shared = globalThis as { [CURRENT]?: AsyncLocalStorage<Carried> };
const current = (): AsyncLocalStorage<Carried> => (shared[CURRENT] ??= new AsyncLocalStorage<Carried>());

/**
 * One kind of thing that work carries along, however deep in asynchronous calls it is looked for. All kinds share one
 * storage: each further one would make every asynchronous step of the process slower.
 */
export class WorkSlot<T> {
  /** @param name - the same in every copy of this package */
  constructor(private readonly name: string) {}

  /** What the work that runs now carries; undefined: nothing of this kind. */
  get current(): T | undefined {
    return current().getStore()?.[this.name] as T | undefined;
  }

  /** Does work, with everything that it calls, that carries this and whatever the work around it carries. */
  during<R>(value: T, work: () => R): R {
    return current().run({ ...current().getStore(), [this.name]: value }, work);
  }
}
