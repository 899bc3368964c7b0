import {
  DEFAULT_SERVICE_OPTIONS,
  InspectorError,
  type BareMetal,
  type EventFollowing,
  type HookContext,
  type IntrospectionDataTable,
  type InventoryContext,
  type InventoryRevisionTable,
  type JsonObject,
  type JsonSchema,
  type PluginLog,
  type ServiceOptions,
  type StorageContext,
} from '@inspector/plugin-api';
import { compileSchema, type CompiledSchema } from '@inspector/plugin-api/package';
import { recordLog } from '../node/recorded-log.js';
import { frozen } from '../suite/frozen.js';
import { followedEvents } from './followed-events.js';
import { memoryDataTable } from './data-table.js';
import { memoryRevisionTable } from './revision-table.js';

/** Some of the {@link ServiceOptions}; what is left out has its default. */
export type GivenServiceOptions = {
  readonly [Name in keyof ServiceOptions]?: ServiceOptions[Name] extends readonly string[] | string | number
    ? ServiceOptions[Name]
    : Partial<ServiceOptions[Name]>;
};

/** What a plugin under test is set up with; everything has a default. */
export interface ContextOptions {
  /** The plugin's own options; checked against its `configSchema`, which also fills in defaults. */
  readonly options?: JsonObject;
  /** What the service's configuration says, over its defaults. */
  readonly service?: GivenServiceOptions;
  readonly log?: PluginLog;
  readonly baremetal?: BareMetal;
  readonly introspectionData?: IntrospectionDataTable;
  readonly inventoryRevisions?: InventoryRevisionTable;
  /** Default: events that never happen. */
  readonly events?: EventFollowing;
}

/** What the plugins of all kinds get. */
export type TestContext<Options> = HookContext<Options> & InventoryContext<Options> & StorageContext<Options>;

/** A definition of any kind. */
export interface DefinitionUnderTest<Options> {
  readonly id: string;
  readonly configSchema?: JsonSchema;
  setup(context: TestContext<Options>): unknown;
}

/**
 * Makes what a plugin's `setup` gets, with the options checked as the plugin host checks them.
 *
 * @throws `INSP_PLUGIN_BAD_OPTIONS` where the options do not fit the schema, `INSP_PLUGIN_BAD_SCHEMA` where the schema is
 *   none
 */
export function createContext<Options>(
  definition: DefinitionUnderTest<Options>,
  given: ContextOptions = {},
): TestContext<Options> {
  return {
    config: checkedOptions(definition, given.options ?? {}) as Options,
    service: serviceOptions(given.service ?? {}),
    log: given.log ?? recordLog(),
    baremetal: given.baremetal ?? noBareMetal(definition.id),
    introspectionData: given.introspectionData ?? memoryDataTable(),
    inventoryRevisions: given.inventoryRevisions ?? memoryRevisionTable(),
    events: given.events ?? followedEvents(),
  };
}

function serviceOptions({ processing, limits, iptables, ...others }: GivenServiceOptions): ServiceOptions {
  const defaults = DEFAULT_SERVICE_OPTIONS;
  return frozen({
    ...defaults,
    ...others,
    processing: { ...defaults.processing, ...processing },
    limits: { ...defaults.limits, ...limits },
    iptables: { ...defaults.iptables, ...iptables },
  });
}

const NO_OPTIONS: JsonSchema = { type: 'object', additionalProperties: false };

/** Schemas that were compiled already: compiling is the most expensive part of a short test. */
const compiled = new WeakMap<JsonSchema, CompiledSchema>();

function checkedOptions(
  { id, configSchema = NO_OPTIONS }: Pick<DefinitionUnderTest<unknown>, 'id' | 'configSchema'>,
  options: JsonObject,
): JsonObject {
  const checked = structuredClone(options);
  const schema = compiled.get(configSchema) ?? compileSchema(`the package of ${id}`, id, configSchema);
  compiled.set(configSchema, schema);
  if (schema.problem) throw schema.problem;
  if (schema.validate(checked)) return checked;
  const problems = (schema.validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`,
  );
  throw new InspectorError(
    'INSP_PLUGIN_BAD_OPTIONS',
    `Options of plugin ${id} do not fit: ${problems.join('; ')}`,
  );
}

/** Stands for the bare metal service where a test gives none: any use is an error that says so. */
function noBareMetal(id: string): BareMetal {
  return new Proxy({} as BareMetal, {
    get(_target, member) {
      throw new Error(
        `Plugin ${id} used baremetal.${String(member)}, but the test gave no bare metal service.`,
      );
    },
  });
}
