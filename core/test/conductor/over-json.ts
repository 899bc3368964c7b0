import type { Conductor } from '../../src/conductor/types.js';
import { errorFromPlain, errorToPlain, type PlainError } from '../../src/errors/plain-error.js';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Puts a conductor behind JSON, as if it ran in another process: every argument, result and error goes through
 * a JSON text. Arguments left out at the end stay left out; no result becomes null.
 */
export const overJson = (conductor: Conductor): Conductor =>
  new Proxy(conductor, {
    get(target, name: keyof Conductor & string) {
      const method = (target[name] as (...given: unknown[]) => Promise<unknown>).bind(target);
      return async (...given: unknown[]): Promise<unknown> => {
        const last = given.findLastIndex((argument) => argument !== undefined);
        const received: unknown[] = throughJson(given.slice(0, last + 1));
        try {
          return throughJson((await method(...received)) ?? null);
        } catch (error) {
          throw errorFromPlain(throughJson<PlainError>(errorToPlain(error)));
        }
      };
    },
  });
