import type { JsonSchema } from '@inspector/plugin-api';

/** One option: its JSON Schema, its default, and what a reader needs to know. `T` is its type in code. */
export interface Option<T> {
  readonly schema: JsonSchema;
  /** Absent means the option has no value unless it is set. */
  readonly fallback: T;
  readonly description: string;
  /** Never printed: shown as `***` by `inspector config print`. */
  readonly secret: boolean;
  /** Carries the type only. */
  readonly type?: T;
}

/** A group of options, by camelCase name. */
export type OptionGroup = { readonly [name: string]: Option<unknown> };

/** The object a group of options turns into. */
export type ValuesOf<G extends OptionGroup> = {
  readonly [K in keyof G]: G[K] extends Option<infer T> ? T : never;
};

interface Text {
  readonly secret?: boolean;
}

const option = <T>(schema: JsonSchema, fallback: T, description: string, secret = false): Option<T> => ({
  schema: { ...schema, description, ...(fallback === undefined ? {} : { default: fallback }) },
  fallback,
  description,
  secret,
});

/** A text with a default. */
export const text = (fallback: string, description: string, { secret }: Text = {}): Option<string> =>
  option({ type: 'string' }, fallback, description, secret);

/** A text that may be absent. */
export const optionalText = (description: string, { secret }: Text = {}): Option<string | undefined> =>
  option({ type: 'string' }, undefined, description, secret);

/** A number without fraction, optionally bounded. */
export const integer = (
  fallback: number,
  description: string,
  range: { readonly minimum?: number; readonly maximum?: number } = {},
): Option<number> => option({ type: 'integer', ...range }, fallback, description);

/** A number without fraction that may be absent. */
export const optionalInteger = (
  description: string,
  range: { readonly minimum?: number; readonly maximum?: number } = {},
): Option<number | undefined> => option({ type: 'integer', ...range }, undefined, description);

/** True or false. */
export const flag = (fallback: boolean, description: string): Option<boolean> =>
  option({ type: 'boolean' }, fallback, description);

/** One of some words. */
export const choice = <const C extends readonly string[]>(
  choices: C,
  fallback: C[number],
  description: string,
): Option<C[number]> => option<C[number]>({ type: 'string', enum: choices }, fallback, description);

/** A list of texts, or of some of the choices; a comma-separated text is accepted too. */
export const list = (
  fallback: readonly string[],
  description: string,
  choices?: readonly string[],
): Option<readonly string[]> => {
  const items = { type: 'string', ...(choices && { enum: choices }) };
  return option({ type: 'array', items }, fallback, description);
};

/** A table of texts; `a:b,c:d` is accepted too. */
export const table = (
  fallback: Readonly<Record<string, string>>,
  description: string,
): Option<Readonly<Record<string, string>>> =>
  option({ type: 'object', additionalProperties: { type: 'string' } }, fallback, description);
