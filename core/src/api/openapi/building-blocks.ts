import type { JsonSchema } from '@inspector/plugin-api';

/** A text. */
export const text: JsonSchema = { type: 'string' };

/** A text, or null. */
export const optionalText: JsonSchema = { type: ['string', 'null'] };

/** True or false. */
export const flag: JsonSchema = { type: 'boolean' };

/** What a schema describes, or null. */
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

/** A list. */
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** An object all of whose members are always there, but for those of `optional`. */
export const complete = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});
