import type { Json, JsonSchema } from '@inspector/plugin-api';

/** A JSON Schema that knows the TypeScript type of the values it describes, so that the two are written once. `~value` is never there. */
export type TypedSchema<T> = JsonSchema & { readonly '~value'?: T };

/** The type of the values a schema describes. */
export type ValueOf<S> = S extends { readonly '~value'?: infer T } ? T : never;

type Schemas = Readonly<Record<string, JsonSchema>>;
type Members<P> = { readonly [Name in keyof P]: ValueOf<P[Name]> };
type Flat<T> = { readonly [Name in keyof T]: T[Name] };

/** A schema whose type is said, because no builder can tell it. */
export const typed = <T>(schema: JsonSchema): TypedSchema<T> => schema;

/** A text. */
export const text = typed<string>({ type: 'string' });

/** A text, or null. */
export const optionalText = typed<string | null>({ type: ['string', 'null'] });

/** True or false. */
export const flag = typed<boolean>({ type: 'boolean' });

/** Any value. */
export const anything = typed<Json>({});

/** One of some values. */
export const oneOf = <const T extends readonly Json[]>(...values: T): TypedSchema<T[number]> => ({
  enum: values,
});

/** Exactly one value. */
export const only = <const T extends Json>(value: T): TypedSchema<T> => ({ const: value });

/** What a schema describes, or null. */
export const orNull = <T>(schema: TypedSchema<T>): TypedSchema<T | null> => ({
  anyOf: [schema, { type: 'null' }],
});

/** A list. */
export const listOf = <T>(items: TypedSchema<T>): TypedSchema<readonly T[]> => ({ type: 'array', items });

/** An object all of whose members are always there, but for those of `optional`. */
export const complete = <P extends Schemas, O extends Schemas = Record<never, never>>(
  properties: P,
  optional?: O,
): TypedSchema<Flat<Members<P> & Partial<Members<O>>>> => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});
