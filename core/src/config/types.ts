import type { JsonObject } from '@inspector/plugin-api';
import type { SharedOptions } from '@inspector/plugin-api/pxe-filter';
import type { CORE_GROUPS } from './groups.js';
import type { ValuesOf } from './option.js';
import type { serviceOptions } from './options/service.js';

/** The groups core itself reads; every one is present with defaults filled in. */
export type CoreGroups = {
  readonly [Name in keyof typeof CORE_GROUPS]: ValuesOf<(typeof CORE_GROUPS)[Name]>;
};

/** The whole configuration, validated, with every default filled in. */
export type InspectorConfig = ValuesOf<typeof serviceOptions> &
  CoreGroups &
  SharedOptions & {
    /** Options of plugins without a group of their own, by `<kind>-<id>`. */
    readonly plugins: Readonly<Record<string, JsonObject>>;
    /** Options of plugins whose manifest claims a group (`swift`, `capabilities`, …), as the operator wrote them. */
    readonly pluginGroups: Readonly<Record<string, JsonObject>>;
  };

type Partially<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What an operator writes: everything optional. */
export type UserConfig = Partially<ValuesOf<typeof serviceOptions>> & {
  readonly [K in keyof CoreGroups]?: Partially<CoreGroups[K]>;
} & {
  readonly [K in keyof SharedOptions]?: SharedOptions[K] extends string
    ? SharedOptions[K]
    : Partially<SharedOptions[K]>;
} & { readonly plugins?: Readonly<Record<string, JsonObject>> } & { readonly [group: string]: unknown };
