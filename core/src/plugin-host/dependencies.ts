import type { InspectorError } from '@inspector/plugin-api';
import { GROUP_RULES, pluginProblem } from '@inspector/plugin-api/package';

/** A hook and the hooks it wants before itself. */
export interface HookOrder {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * Checks that every hook comes after those it depends on. The order is checked and never changed: what an
 * operator wrote is what runs.
 *
 * @param hooks - Enabled hooks in their order.
 * @param resolve - The name a dependency selects (it may be an alias).
 */
export function dependencyProblem(
  hooks: readonly HookOrder[],
  resolve: (name: string) => string,
): InspectorError | undefined {
  const before = new Set<string>();
  const lines: string[] = [];
  const wanted: string[] = [];
  for (const { name, dependencies } of hooks) {
    const missing = dependencies.filter((dependency) => !before.has(resolve(dependency)));
    if (missing.length > 0) {
      lines.push(
        `Hook ${name} requires the following hooks to be enabled before it: ${dependencies.join(', ')}. ` +
          `The following hooks are missing: ${missing.join(', ')}.`,
      );
      wanted.push(`${missing.join(', ')} before ${name}`);
    }
    before.add(name);
  }
  if (lines.length === 0) return undefined;
  return pluginProblem(
    'INSP_PLUGIN_DEPENDENCY_ORDER',
    ['Some hooks failed to load due to dependency problems:', ...lines].join('\n'),
    `Put ${wanted.join('; ')} in ${GROUP_RULES['inspector.hook.processing'].option ?? 'the list of hooks'}.`,
  );
}
