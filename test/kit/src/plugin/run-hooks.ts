import { InspectorError, type HookDefinition, type JsonObject } from '@inspector/plugin-api';
import { runInOrder, type HookResult, type HookRun } from './run-hook.js';

/** A hook of several: its definition, or that with its options. */
export type HookOfSeveral =
  HookDefinition<never> | { readonly definition: HookDefinition<never>; readonly options?: JsonObject };

/** What several hooks are run with. */
export interface HooksRun extends Omit<HookRun, 'options'> {
  /** Names of hooks that have run before: what they leave is in `data` already. */
  readonly ranBefore?: readonly string[];
}

/**
 * Runs several hooks in order on one machine without a server, as the service runs them: `beforeProcessing` of all, then
 * `beforeUpdate` of all, then the changes they collected as one request.
 *
 * @throws `INSP_PLUGIN_DEPENDENCY_ORDER` where a hook needs another one that does not come before it; and what a hook or the
 *   service throws
 */
export async function runHooks(
  hooks: readonly HookOfSeveral[],
  { ranBefore = [], ...run }: HooksRun = {},
): Promise<HookResult> {
  const given = hooks.map((hook) =>
    'definition' in hook ? { options: {}, ...hook } : { definition: hook, options: {} },
  );
  checkOrder(
    given.map(({ definition }) => definition),
    ranBefore,
  );
  return runInOrder(given, run);
}

function checkOrder(hooks: readonly HookDefinition<never>[], ranBefore: readonly string[]): void {
  const before = new Set(ranBefore.map(folded));
  for (const { id, dependencies = [], aliases = [] } of hooks) {
    const lacking = dependencies.filter((name) => !before.has(folded(name)));
    if (lacking.length > 0) {
      throw new InspectorError(
        'INSP_PLUGIN_DEPENDENCY_ORDER',
        `Hook ${id} needs ${lacking.join(', ')} before it. ` +
          'Give these hooks first, or name them in `ranBefore` where the data have what they write.',
      );
    }
    for (const name of [id, ...aliases]) before.add(folded(name));
  }
}

/** `validate-interfaces` and `validate_interfaces` are the same name. */
const folded = (name: string): string => name.replaceAll('-', '_');
