import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GROUP_RULES, type GroupName, type PluginPackage } from '@inspector/plugin-api/package';
import { runningPlugin } from './running-plugin.js';

/** Who is at fault: a plugin, or a package of which it is not known which plugin. */
export interface Culprit {
  readonly packageName: string;
  readonly kind: PluginPackage['kind'];
  readonly plugin?: { readonly group: GroupName; readonly name: string };
}

/** A file in a line of a stack, as URL or as path. */
const FILE = /(file:\/\/[^\s)]+?|\/[^\s):]+)(?::\d+)?(?::\d+)?\)?$/;

/** Lines of a stack that are looked at; Node keeps ten unless told otherwise. */
const LINES = 50;

/**
 * Who is at fault for an error that nobody handled: the plugin in whose name the code ran that made it, else the
 * package in whose folder the nearest line of the stack is.
 *
 * @returns undefined: neither tells
 */
export function culpritOf(error: unknown, packages: readonly PluginPackage[]): Culprit | undefined {
  const plugin = runningPlugin();
  if (plugin === undefined) return ownerInStack(error, packages);
  return { packageName: plugin.packageName, kind: GROUP_RULES[plugin.group].kind, plugin };
}

/** The package that the nearest line of a stack belongs to, with its plugin where it has only one. */
function ownerInStack(error: unknown, packages: readonly PluginPackage[]): Culprit | undefined {
  for (const file of filesOf(error)) {
    const owner = packages.find(({ folder }) => file.startsWith(folder + sep));
    if (owner === undefined) continue;
    const { name: packageName, kind, offers } = owner;
    const [plugin] = offers;
    return { packageName, kind, ...(plugin !== undefined && offers.length === 1 ? { plugin } : {}) };
  }
  return undefined;
}

function filesOf(error: unknown): string[] {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
  if (typeof stack !== 'string') return [];
  return stack
    .split('\n', LINES)
    .filter((line) => line.trimStart().startsWith('at '))
    .flatMap((line) => {
      const file = FILE.exec(line.trimEnd())?.[1];
      return file === undefined ? [] : [pathOf(file)];
    });
}

const pathOf = (file: string): string =>
  file.startsWith('file:') && URL.canParse(file) ? fileURLToPath(file) : file;
