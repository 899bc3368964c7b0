/** What plugins can be; the first part of the name of their package. */
export const PLUGIN_KINDS = [
  'storage',
  'hook',
  'rule',
  'pxe-filter',
  'baremetal',
  'coordination',
  'inventory',
  'page',
] as const;
/** What a plugin is. */
export type PluginKind = (typeof PLUGIN_KINDS)[number];

/** A package name taken apart. */
export interface PluginPackageName {
  readonly kind: PluginKind;
  /** What follows the kind: `rack` in `@acme/inspector-hook-rack`. */
  readonly id: string;
}

/** The rule for package names, as error messages put it. */
export const PACKAGE_NAME_RULE =
  'inspector-<kind>-<id>, @scope/inspector-<kind>-<id> or @inspector/<kind>-<id>';

const PREFIX = 'inspector-';
const OWN_SCOPE = '@inspector';
/** The page of the project is called after what it is: it is the only one that `npm install` is usually asked for. */
const OWN_PAGE = { packageName: '@inspector/ui', kind: 'page', id: 'ui' } as const;
const ID = /^[a-z0-9][a-z0-9_-]*$/;

/** Whether a text can name an entry point or be the id of a package: lower-case letters, digits, `_`, `-`. */
export const isPluginId = (text: string): boolean => ID.test(text);

/** Kind and id by the naming rule; `undefined` for a name that does not follow it. */
export function parsePackageName(packageName: string): PluginPackageName | undefined {
  if (packageName === OWN_PAGE.packageName) return { kind: OWN_PAGE.kind, id: OWN_PAGE.id };
  const rest = afterPrefix(packageName);
  const kind = PLUGIN_KINDS.find((candidate) => rest?.startsWith(`${candidate}-`));
  if (rest === undefined || kind === undefined) return undefined;
  const id = rest.slice(kind.length + 1);
  return isPluginId(id) ? { kind, id } : undefined;
}

/** What a name has instead of the id of a plugin; undefined: it does not even say which kind of plugin it is. */
export function badIdIn(packageName: string): string | undefined {
  const rest = afterPrefix(packageName);
  const kind = PLUGIN_KINDS.find((candidate) => rest?.startsWith(`${candidate}-`));
  return kind === undefined ? undefined : rest?.slice(kind.length + 1);
}

/** Whether a name comes close enough to the rule that its package.json is worth reading. */
export const looksLikePlugin = (packageName: string): boolean => afterPrefix(packageName) !== undefined;

function afterPrefix(packageName: string): string | undefined {
  const slash = packageName.startsWith('@') ? packageName.indexOf('/') : -1;
  const base = packageName.slice(slash + 1);
  if (base.startsWith(PREFIX)) return base.slice(PREFIX.length);
  return packageName.slice(0, Math.max(slash, 0)) === OWN_SCOPE ? base : undefined;
}

/** The form in which `validate-interfaces` and `validate_interfaces` are the same name. */
export const foldDashes = (name: string): string => name.replaceAll('-', '_');
