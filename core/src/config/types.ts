import type { JsonObject } from '@inspector/plugin-api';
import type { ValuesOf } from './option.js';
import type { processingOptions } from './options/processing.js';
import type { serviceOptions } from './options/service.js';
import type {
  bareMetalOptions,
  coordinationOptions,
  corsOptions,
  databaseOptions,
  eventsOptions,
  healthcheckOptions,
  hostOptions,
  iptablesOptions,
  pxeFilterOptions,
  sslOptions,
} from './options/small-groups.js';

/** The groups core itself reads; every one is present with defaults filled in. */
export interface CoreGroups {
  readonly processing: ValuesOf<typeof processingOptions>;
  readonly database: ValuesOf<typeof databaseOptions>;
  readonly pxeFilter: ValuesOf<typeof pxeFilterOptions>;
  readonly iptables: ValuesOf<typeof iptablesOptions>;
  readonly coordination: ValuesOf<typeof coordinationOptions>;
  readonly events: ValuesOf<typeof eventsOptions>;
  readonly baremetal: ValuesOf<typeof bareMetalOptions>;
  readonly pluginHost: ValuesOf<typeof hostOptions>;
  readonly ssl: ValuesOf<typeof sslOptions>;
  readonly healthcheck: ValuesOf<typeof healthcheckOptions>;
  readonly cors: ValuesOf<typeof corsOptions>;
}

/** The whole configuration, validated, with every default filled in. */
export type InspectorConfig = ValuesOf<typeof serviceOptions> &
  CoreGroups & {
    /** Options of plugins without a group of their own, by `<kind>-<id>`. */
    readonly plugins: Readonly<Record<string, JsonObject>>;
    /** Options of plugins whose manifest claims a group (`swift`, `capabilities`, …), as the operator wrote them. */
    readonly pluginGroups: Readonly<Record<string, JsonObject>>;
  };

type Partially<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What an operator writes: everything optional. */
export type UserConfig = Partially<ValuesOf<typeof serviceOptions>> & {
  readonly [K in keyof CoreGroups]?: Partially<CoreGroups[K]>;
} & { readonly plugins?: Readonly<Record<string, JsonObject>> } & { readonly [group: string]: unknown };
