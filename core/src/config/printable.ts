import { GROUPS, TOP_LEVEL } from './groups.js';
import { resolveConfig } from './load.js';
import type { OptionGroup } from './option.js';
import type { InspectorConfig } from './types.js';

type Content = Record<string, unknown>;

const MASK = '***';
/** Names that hold credentials, also in options of plugins, whose schemas are not known here. */
const SECRET_NAME = /password|secret|token|credential|accesskey/i;

const isObject = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The configuration in the form an operator writes it, without any secret. */
export function printableConfig(
  config: InspectorConfig,
  { changedOnly }: { readonly changedOnly: boolean },
): Content {
  const defaults: Content = changedOnly ? { ...resolveConfig({}) } : {};
  const result = printableGroup(TOP_LEVEL, { ...config }, defaults);
  for (const [name, group] of Object.entries(GROUPS)) {
    const values = printableGroup(
      group,
      config[name as keyof InspectorConfig] as Content,
      defaults[name] as Content,
    );
    if (Object.keys(values).length > 0) result[name] = values;
  }
  const { pluginGroups, plugins } = config;
  for (const [name, values] of Object.entries(pluginGroups)) result[name] = masked(values);
  if (Object.keys(plugins).length > 0) result['plugins'] = masked(plugins);
  return result;
}

/** @param defaults - values that are left out where they are the same */
function printableGroup(
  group: OptionGroup,
  values: Readonly<Content>,
  defaults: Readonly<Content> = {},
): Content {
  const result: Content = {};
  for (const [name, option] of Object.entries(group)) {
    const value = values[name];
    if (value === undefined) continue;
    if (JSON.stringify(value) === JSON.stringify(defaults[name])) continue;
    result[name] = option.secret ? maskedText(value) : value;
  }
  return result;
}

/** A URL keeps everything but its password, which is what an operator needs to see. */
const maskedText = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/(:\/\/[^/:@\s]*:)[^@/]*@/, `$1${MASK}@`) : MASK;

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET_NAME.test(name) ? MASK : masked(inner)]),
  );
}
