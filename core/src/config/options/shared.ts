import type { JsonSchema } from '@inspector/plugin-api';
import { SHARED_GROUPS, SHARED_OPTIONS } from '@inspector/plugin-api/options';
import type { Option, OptionGroup } from '../option.js';

/** Options at the top level that several plugins share. Core reads none of them. */
export const sharedOptions: OptionGroup = groupOf(SHARED_OPTIONS);

/** Groups that several plugins share, by their key. Core reads none of them. */
export const sharedGroups: Readonly<Record<string, OptionGroup>> = Object.fromEntries(
  Object.entries(SHARED_GROUPS).map(([name, properties]) => [name, groupOf(properties)]),
);

function groupOf(properties: Readonly<Record<string, JsonSchema>>): OptionGroup {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, optionOf(schema)]));
}

function optionOf(schema: JsonSchema): Option<unknown> {
  return {
    schema,
    fallback: schema['default'],
    description: String(schema['description'] ?? ''),
    secret: schema['writeOnly'] === true,
  };
}
