import type { ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject, InspectorError } from '@inspector/plugin-api';
import { member } from '@inspector/plugin-api/json';
import { coerceOption } from '../config/coerce.js';
import type { InspectorConfig } from '../config/types.js';
import { compiledValidator } from '../schemas/compiled.js';
import {
  compileSchema,
  pluginProblem,
  type AnyDefinition,
  type PluginPackage,
} from '@inspector/plugin-api/package';

/** Options as a plugin gets them, or why it cannot have them. */
export type CheckedOptions =
  | { readonly options: JsonObject; readonly problem?: undefined }
  | { readonly options?: undefined; readonly problem: InspectorError };

type Schema = Readonly<Record<string, unknown>>;
type Owner = Pick<PluginPackage, 'name' | 'kind' | 'id' | 'configGroup' | 'offers'>;

/** Where in the configuration the options of a package are. */
export const optionsPath = ({ configGroup, kind, id }: Pick<Owner, 'configGroup' | 'kind' | 'id'>): string =>
  configGroup ?? `plugins.${kind ?? ''}-${id ?? ''}`;

/** The options of a package as the operator wrote them; empty when there are none. */
export function writtenOptions(
  owner: Owner,
  config: Pick<InspectorConfig, 'plugins' | 'pluginGroups'>,
): Schema {
  const key = `${owner.kind ?? ''}-${owner.id ?? ''}`;
  const { configGroup } = owner;
  if (configGroup !== undefined && Object.hasOwn(config.pluginGroups, configGroup)) {
    return config.pluginGroups[configGroup] ?? {};
  }
  return Object.hasOwn(config.plugins, key) ? (config.plugins[key] ?? {}) : {};
}

/**
 * Checks options against the schema of a definition and fills in its defaults. What the operator wrote stays
 * untouched. Texts are read as lists, tables, numbers or booleans where the schema wants such at the top level, as for
 * the options of core: environment variables are always text.
 */
export function checkOptions(
  owner: Owner,
  definition: Pick<AnyDefinition, 'id' | 'configSchema'>,
  written: Schema,
): CheckedOptions {
  const { configSchema } = definition;
  if (configSchema === undefined) return withoutSchema(owner, written);
  const known = compiledValidator('plugin-options', configSchema);
  const compiled = known ? { validate: known } : compileSchema(owner.name, definition.id, configSchema);
  if (compiled.problem) return compiled;
  const options = coerced(configSchema, copy(written) as JsonObject);
  if (compiled.validate(options)) return { options };
  const path = optionsPath(owner);
  const faults = (compiled.validate.errors ?? []).map((error) => `  ${describe(path, error, options)}`);
  return {
    problem: pluginProblem(
      'INSP_PLUGIN_BAD_OPTIONS',
      `The options of "${definition.id}" (${owner.name}) do not fit its schema:\n${[...new Set(faults)].join('\n')}`,
      `Correct ${path} in the configuration; "inspector plugins info ${owner.name}" shows which options there are.`,
    ),
  };
}

/** A plugin that takes no options gets none; giving it some is a mistake unless a sibling in its package takes them. */
function withoutSchema(owner: Owner, written: Schema): CheckedOptions {
  const names = Object.keys(written);
  if (names.length === 0 || owner.offers.length > 1) return { options: {} };
  return {
    problem: pluginProblem(
      'INSP_PLUGIN_BAD_OPTIONS',
      `${owner.name} takes no options, but ${optionsPath(owner)} gives it ${names.join(', ')}.`,
      `Remove ${optionsPath(owner)} from the configuration.`,
    ),
  };
}

function coerced(schema: Schema, options: JsonObject): JsonObject {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  for (const [name, value] of Object.entries(options)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) continue;
    const option = { schema: property, fallback: undefined, description: '', secret: false };
    options[name] = coerceOption(option, value, true) as JsonObject[string];
  }
  return options;
}

/** A copy that can be changed; values that are not data (a configuration may be JavaScript) are kept as they are. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

/** Names the option and what is wrong with it, never its value: that may be a password. */
function describe(
  base: string,
  { instancePath, keyword, params, message }: ErrorObject,
  options: JsonObject,
): string {
  const path = `${base}${instancePath.replaceAll('/', '.')}`;
  if (isEmpty(instancePath, options)) return `${path}: is empty; give it a value or remove the line`;
  const given = params as Record<string, unknown>;
  if (keyword === 'additionalProperties')
    return `${path}.${String(given['additionalProperty'])}: is not an option`;
  if (keyword === 'required') return `${path}.${String(given['missingProperty'])}: is required`;
  if (keyword === 'enum')
    return `${path}: must be one of ${(given['allowedValues'] as unknown[]).join(', ')}`;
  return `${path}: ${message ?? 'is not valid'}`;
}

/** Whether a line of the configuration has a name and no value, as YAML allows it. */
const isEmpty = (pointer: string, options: JsonObject): boolean =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => member(at, name), options) === null;
