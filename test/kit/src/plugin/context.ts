import {
  InspectorError,
  type BareMetal,
  type IntrospectionDataTable,
  type JsonObject,
  type JsonSchema,
  type PluginContext,
  type PluginLog,
} from '@inspector/plugin-api';
import { resolveConfig, type UserConfig } from '@inspector/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { recordLog } from '../node/recorded-log.js';
import { memoryDataTable } from './data-table.js';

const NO_OPTIONS: JsonSchema = { type: 'object', additionalProperties: false };
// One instance: it compiles each schema once, and its own start is the most expensive part of a short test.
const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true });

/** What a plugin under test is set up with; everything has a default. */
export interface ContextOptions {
  /** The plugin's own options; checked against its `configSchema`, which also fills in defaults. */
  readonly options?: JsonObject;
  /** Configuration of the service over its defaults. */
  readonly config?: UserConfig;
  readonly log?: PluginLog;
  readonly baremetal?: BareMetal;
  readonly introspectionData?: IntrospectionDataTable;
}

/**
 * Makes what a plugin's `setup` gets, with the options checked as the plugin host checks them.
 *
 * @throws `INSP_PLUGIN_BAD_OPTIONS` where the options do not fit the schema
 */
export function createContext<Options>(
  definition: { readonly id: string; readonly configSchema?: JsonSchema },
  given: ContextOptions = {},
): PluginContext<Options> {
  return {
    config: checkedOptions(definition, given.options ?? {}) as Options,
    inspector: resolveConfig(given.config ?? {}),
    log: given.log ?? recordLog(),
    baremetal: given.baremetal ?? noBareMetal(definition.id),
    introspectionData: given.introspectionData ?? memoryDataTable(),
  };
}

function checkedOptions(
  { id, configSchema }: { readonly id: string; readonly configSchema?: JsonSchema },
  options: JsonObject,
): JsonObject {
  const checked = structuredClone(options);
  const validate = ajv.compile(configSchema ?? NO_OPTIONS);
  if (validate(checked)) return checked;
  const problems = (validate.errors ?? []).map(
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
