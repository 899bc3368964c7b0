import type { RuleRepository } from '../db/types.js';

/** Milliseconds until the database is asked again, because somebody may have changed rules by other means. */
const REMEMBERED = 1000;

/**
 * The same rules for a process that is the only service on its database: their version is remembered until this process
 * changes them, and for a second at most. To ask for it takes a look at every rule, for every introspection.
 *
 * @param clock - milliseconds
 */
export function withRememberedVersion(
  rules: RuleRepository,
  clock: () => number = () => performance.now(),
): RuleRepository {
  let known: { readonly version: Promise<string>; readonly until: number } | undefined;
  const forget = (): void => {
    known = undefined;
  };
  // The version may be asked for while the change is on its way; what was read before its end says nothing about it.
  const changing = <T>(change: Promise<T>): Promise<T> => change.finally(forget);
  return {
    ...rules,
    create: (created, options) => changing(rules.create(created, options)),
    delete: (uuid) => changing(rules.delete(uuid)),
    deleteAll: () => changing(rules.deleteAll()),
    version() {
      if (known !== undefined && clock() < known.until) return known.version;
      const mine = { version: rules.version(), until: clock() + REMEMBERED };
      known = mine;
      mine.version.catch(() => {
        if (known === mine) forget();
      });
      return mine.version;
    },
  };
}
