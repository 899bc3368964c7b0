import type { BareMetal } from '../baremetal/types.js';
import type { EventFollowing } from '../events/types.js';
import type { InventoryRevisionTable } from '../inventory-store/revision-table.js';
import type { JsonObject } from '../json/types.js';
import type { StoredDataKey } from '../storage/types.js';
import type { ServiceOptions } from './service-options.js';

/** The logger a plugin gets: already names the plugin. First argument may be an object of fields; an error is kept as `err`. */
export interface PluginLog {
  debug(message: string | Error): void;
  debug(fields: object, message: string): void;
  info(message: string | Error): void;
  info(fields: object, message: string): void;
  warn(message: string | Error): void;
  warn(fields: object, message: string): void;
  error(message: string | Error): void;
  error(fields: object, message: string): void;
}

/** What every plugin gets when it is set up. Nothing in it reaches back into the service, except through methods. */
export interface PluginContext<Options = JsonObject> {
  /** The plugin's own options, checked against its `configSchema`, defaults filled in; a copy that is its own. */
  readonly config: Options;
  /** The few things of the service's configuration that plugins may know: a copy, frozen at all depths. */
  readonly service: ServiceOptions;
  readonly log: PluginLog;
}

/** What node-not-found hooks, processing hooks, rule conditions, rule actions and PXE filters get besides. */
export interface BareMetalContext<Options = JsonObject> extends PluginContext<Options> {
  readonly baremetal: BareMetal;
}

/** What processing hooks get besides. */
export interface HookContext<Options = JsonObject> extends BareMetalContext<Options> {
  readonly events: EventFollowing;
}

/** What storage backends get besides. */
export interface StorageContext<Options = JsonObject> extends PluginContext<Options> {
  /** The table for introspection data in the database of the service. */
  readonly introspectionData: IntrospectionDataTable;
}

/** What inventory backends get besides. */
export interface InventoryContext<Options = JsonObject> extends PluginContext<Options> {
  /** The table for revisions of inventories in the database of the service. */
  readonly inventoryRevisions: InventoryRevisionTable;
}

/** The table of introspection data, for the storage backend that lives in the database. */
export interface IntrospectionDataTable {
  get(uuid: string, processed: boolean): Promise<string | undefined>;
  save(uuid: string, data: string, processed: boolean): Promise<void>;
  delete(uuid: string): Promise<void>;
  list(): AsyncIterable<StoredDataKey>;
}
