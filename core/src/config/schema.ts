import type { JsonSchema } from '@inspector/plugin-api';
import { GROUPS, TOP_LEVEL } from './groups.js';
import type { OptionGroup } from './option.js';

const properties = (group: OptionGroup): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(group).map(([name, option]) => [name, option.schema]));

const object = (group: OptionGroup): JsonSchema => ({
  type: 'object',
  properties: properties(group),
  additionalProperties: false,
});

/** What {@link configSchema} is made for. */
export interface SchemaOptions {
  /** Schemas of the groups that plugins claim, by key; they are added to those of core. */
  readonly pluginGroups?: Readonly<Record<string, JsonSchema>>;
  /** Schemas of plugins without a group, by `<kind>-<id>`. */
  readonly plugins?: Readonly<Record<string, JsonSchema>>;
}

/**
 * The JSON Schema (draft 2020-12) of a configuration. The start-up check and the published
 * `config/inspector.config.schema.json` both come from it.
 */
export function configSchema({ pluginGroups = {}, plugins = {} }: SchemaOptions = {}): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Inspector configuration',
    type: 'object',
    properties: {
      ...properties(TOP_LEVEL),
      ...Object.fromEntries(Object.entries(GROUPS).map(([name, group]) => [name, object(group)])),
      ...pluginGroups,
      plugins: {
        type: 'object',
        description: 'Options of plugins without a group of their own, by `<kind>-<id>`.',
        properties: plugins,
        additionalProperties: { type: 'object' },
      },
    },
    additionalProperties: false,
  };
}
