import { fileURLToPath } from 'node:url';
import { InspectorError, type IntrospectionDataTable } from '@inspector/plugin-api';
import type { UserConfig } from '../../src/index.js';
import { resolveConfig } from '../../src/config/load.js';
import { createLog } from '../../src/log/log.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { createPluginHost, type PluginHost } from '../../src/plugin-host/registry.js';
import type { PluginSelection } from '../../src/plugin-host/selection.js';

/** Folder whose `node_modules` holds the zoo of plugins. */
export const ZOO = fileURLToPath(new URL('../../../test/fixtures/plugins', import.meta.url));

/** A log that remembers its lines. */
export class LogBook {
  readonly lines: { readonly level: string; readonly msg: string; readonly [field: string]: unknown }[] = [];
  readonly log = createLog({
    debug: true,
    destination: { write: (line: string) => void this.lines.push(JSON.parse(line) as never) },
  });

  /** Texts of the lines of a level. */
  texts(level: string): string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.msg);
  }
}

/** A table without anything in it. */
export const emptyTable: IntrospectionDataTable = {
  get: async () => undefined,
  save: async () => {},
  delete: async () => {},
  async *list() {},
};

/** How a test wants its host. */
export interface ZooOptions {
  readonly config?: UserConfig;
  readonly roots?: readonly string[];
  readonly book?: LogBook;
  readonly startTimeoutSeconds?: number;
}

/** A host that has discovered the zoo. */
export function zooHost({ config = {}, roots = [ZOO], book = new LogBook(), ...rest }: ZooOptions = {}) {
  return createPluginHost({
    config: resolveConfig(config),
    cwd: ZOO,
    log: book.log,
    metrics: createMetrics(),
    roots,
    ...rest,
  });
}

/** Selects processing hooks and nothing else. */
export const hooks = (...names: string[]): PluginSelection => ({
  drivers: [],
  named: [{ group: 'inspector.hook.processing', names }],
  extensions: [],
});

/** Loads and sets up processing hooks. */
export async function start(host: PluginHost, ...names: string[]): Promise<void> {
  await host.load(hooks(...names));
  await host.setUp({ introspectionData: emptyTable });
}

/** The coded error a promise is rejected with. */
export async function problemOf(promise: Promise<unknown>): Promise<InspectorError> {
  try {
    await promise;
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing went wrong');
}

/** Last line of a text. */
export const lastLine = (text: string): string => text.split('\n').at(-1) ?? '';
