import type { Json, JsonObject, JsonSchema } from '../json/types.js';

/**
 * The options of a plugin as its schema describes them after validation: what is `required` or has a `default` is there,
 * everything else may be absent.
 *
 * Understands `const`, `enum`, `oneOf`, `anyOf`, `type` (one or a list), `properties`, `required`, `default`, `items` and
 * `additionalProperties`; a value about which these say nothing is any JSON. A schema whose type is only
 * {@link JsonSchema} gives a {@link JsonObject}: declare it with `defineOptions`.
 */
export type OptionsOf<Schema> = string extends keyof Schema ? JsonObject : ValueOf<Schema>;

/** The schema of a plugin that takes no options. */
// Not an interface: that has no index signature, which a schema has.
export type NoOptions = { readonly type: 'object'; readonly properties: Record<never, never> };

/** A value that fits a schema. */
type ValueOf<Schema> = Schema extends { readonly const: infer Only }
  ? Only
  : Schema extends { readonly enum: readonly (infer Choice)[] }
    ? Choice
    : Schema extends { readonly oneOf: readonly (infer Branch)[] }
      ? ValueOf<Branch>
      : Schema extends { readonly anyOf: readonly (infer Branch)[] }
        ? ValueOf<Branch>
        : Schema extends { readonly type: readonly (infer Name)[] }
          ? OfType<Name, Schema>
          : Schema extends { readonly type: infer Name }
            ? OfType<Name, Schema>
            : Json;

type OfType<Name, Schema> = Name extends 'array'
  ? ListOf<Schema>
  : Name extends 'object'
    ? TableOf<Schema>
    : Name extends keyof PlainTypes
      ? PlainTypes[Name]
      : Json;

interface PlainTypes {
  readonly string: string;
  readonly number: number;
  readonly integer: number;
  readonly boolean: boolean;
  readonly null: null;
}

type ListOf<Schema> = Schema extends { readonly items: infer Items extends JsonSchema }
  ? ValueOf<Items>[]
  : Json[];

type TableOf<Schema> = Schema extends { readonly properties: infer Properties }
  ? Flat<Members<Properties, Present<Schema, Properties>>>
  : Schema extends { readonly additionalProperties: infer Rest extends JsonSchema }
    ? { readonly [name: string]: ValueOf<Rest> }
    : JsonObject;

/** Names of the properties that are there after validation. */
type Present<Schema, Properties> = {
  [Name in keyof Properties]: Properties[Name] extends { readonly default: unknown }
    ? Name
    : Schema extends { readonly required: readonly (infer Required)[] }
      ? Name & Required
      : never;
}[keyof Properties];

type Members<Properties, There> = {
  readonly [Name in keyof Properties as Name extends There ? Name : never]: ValueOf<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends There ? never : Name]?: ValueOf<Properties[Name]>;
};

/** The same as one object type, for short messages of the compiler. */
type Flat<Table> = { [Name in keyof Table]: Table[Name] };
