import type { InspectorError } from '@inspector/plugin-api';
import { GROUP_RULES, pluginProblem } from '@inspector/plugin-api/package';

/** A hook and the hooks it wants before itself. */
export interface HookOrder {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** What is known of a hook that another one needs. */
export interface NeededHook {
  /** The name of its entry point; it may be needed by an alias. */
  readonly name: string;
  readonly isInstalled: boolean;
  /** Package of the project that has it, where it is one of those. */
  readonly packageName?: string | undefined;
}

/**
 * Checks that every hook comes after those it depends on. The order is checked and never changed: what an
 * operator wrote is what runs.
 *
 * @param hooks - Enabled hooks in their order.
 * @param look - What a name among dependencies selects.
 */
export function dependencyProblem(
  hooks: readonly HookOrder[],
  look: (name: string) => NeededHook,
): InspectorError | undefined {
  const before = new Set<string>();
  const lines: string[] = [];
  const wanted: string[] = [];
  const absent = new Map<string, NeededHook>();
  for (const { name, dependencies } of hooks) {
    const missing = dependencies.filter((dependency) => !before.has(look(dependency).name));
    if (missing.length > 0) {
      lines.push(
        `Hook ${name} requires the following hooks to be enabled before it: ${dependencies.join(', ')}. ` +
          `The following hooks are missing: ${missing.join(', ')}.`,
      );
      wanted.push(`${missing.join(', ')} before ${name}`);
      for (const one of missing) if (!look(one).isInstalled) absent.set(one, look(one));
    }
    before.add(name);
  }
  if (lines.length === 0) return undefined;
  return pluginProblem(
    'INSP_PLUGIN_DEPENDENCY_ORDER',
    [
      'Some hooks failed to load due to dependency problems:',
      ...lines,
      ...[...absent].map(notInstalled),
    ].join('\n'),
    `${installation(absent)}Put ${wanted.join('; ')} in ${GROUP_RULES['inspector.hook.processing'].option ?? 'the list of hooks'}.`,
  );
}

const notInstalled = ([name, { packageName }]: [string, NeededHook]): string =>
  packageName === undefined
    ? `${name} is not installed, and no package of the project has it: npm search keywords:inspector-plugin ${name}`
    : `${name} is not installed: ${packageName} has it.`;

function installation(absent: ReadonlyMap<string, NeededHook>): string {
  const packages = [...absent.values()].flatMap(({ packageName }) => packageName ?? []);
  if (absent.size === 0) return '';
  const known = packages.length > 0 ? `: npm install ${[...new Set(packages)].join(' ')}` : '';
  return `Install what is not there${known}. `;
}
