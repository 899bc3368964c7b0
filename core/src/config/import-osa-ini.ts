import { InspectorError, type JsonSchema } from '@inspector/plugin-api';
import { nearest } from '@inspector/plugin-api/package';
import { coerceOption } from './coerce.js';
import type { ImportedConfig, LeftOut, WrongValue } from './import-ini.js';
import { parseOslo, type OsloSetting } from './oslo-file.js';
import { wrongValue } from './wrong-value.js';

/** An inventory backend that is installed. */
export interface InventoryPlugin {
  /** Its name, such as `filesystem`. */
  readonly name: string;
  /** Key of its options below `plugins`, such as `inventory-filesystem`. */
  readonly key: string;
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

const GROUP = 'inventory';
const OPTION = 'plugin';
const SECRET = /password|secret|token/i;

/** Whether a text is an `osa.ini`, which names the plugin that keeps the inventory, and no `ironic-inspector.conf`. */
export const isOsaIni = (text: string): boolean =>
  parseOslo(text).settings.some(({ group, name }) => group === GROUP && name === OPTION);

/**
 * Turns the text of an `osa.ini` into options: `[inventory] plugin = NAME`, and a section for each plugin with its
 * options. OpenStack-Ansible's specification left the form open; this one is ours.
 *
 * @throws `INSP_CONFIG_INVALID` for a plugin that is not installed, with the names of those that are
 */
export function importOsaIni(
  text: string,
  plugins: readonly InventoryPlugin[],
  withSecrets: boolean,
): ImportedConfig {
  const { settings, unreadable } = parseOslo(text);
  const leftOut: LeftOut[] = unreadable.map(({ line, text: content }) => ({
    option: content.trim(),
    line,
    reason: 'the line is not a setting',
  }));
  const wrong: WrongValue[] = [];
  const secrets: Record<string, string> = {};
  const options = new Map<string, Record<string, unknown>>();
  let backend: string | undefined;
  for (const setting of settings) {
    const option = `[${setting.group}]${setting.name}`;
    const { line } = setting;
    if (setting.group === GROUP && setting.name === OPTION) {
      backend = knownName(setting, plugins);
      continue;
    }
    const found = optionOf(setting, plugins);
    if ('reason' in found) {
      leftOut.push({ option, line, reason: found.reason });
      continue;
    }
    const { plugin, name, schema } = found;
    const value = coerceOption(
      { schema, fallback: undefined, description: '', secret: false },
      setting.value,
      true,
    );
    const problem = wrongValue(schema, value);
    if (problem !== undefined) wrong.push({ option, line, problem });
    if ((schema['writeOnly'] === true || SECRET.test(name)) && !withSecrets) {
      secrets[`INSPECTOR_PLUGINS__${upper(plugin.key)}__${upper(name)}`] = setting.value;
    } else options.set(plugin.key, { ...options.get(plugin.key), [name]: value });
  }
  const config = {
    ...(Object.keys(secrets).length > 0 && { requiredEnvironment: Object.keys(secrets) }),
    inventory: { backend },
    ...(options.size > 0 && { plugins: Object.fromEntries(options) }),
  };
  return { config, leftOut, wrong, undecided: [], isOther: false, secrets };
}

function knownName({ value, line }: OsloSetting, plugins: readonly InventoryPlugin[]): string {
  const name = value.trim();
  const names = plugins.map((plugin) => plugin.name);
  if (names.includes(name)) return name;
  const what = /[.:/]/.test(name)
    ? `${JSON.stringify(name)} is a path of Python; plugins have names here`
    : `there is no inventory backend ${JSON.stringify(name)}`;
  const near = nearest(name, names);
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    `line ${line}: [inventory]plugin: ${what}. Installed: ${names.join(', ') || 'none'}${near === undefined ? '' : `; did you mean ${near}?`}. Correct the file, or install the backend, then import it again.`,
  );
}

type Found =
  | { readonly plugin: InventoryPlugin; readonly name: string; readonly schema: JsonSchema }
  | { readonly reason: string };

function optionOf({ group, name: written }: OsloSetting, plugins: readonly InventoryPlugin[]): Found {
  const plugin = plugins.find((one) => one.name === group || one.key === group);
  if (plugin === undefined) return { reason: 'no installed inventory backend has this name' };
  const name = written.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const schema = Object.hasOwn(plugin.properties, name) ? plugin.properties[name] : undefined;
  return schema === undefined ? { reason: 'the backend has no such option' } : { plugin, name, schema };
}

const upper = (name: string): string => name.replace(/[A-Z]/g, '_$&').replaceAll('-', '_').toUpperCase();
