import { existsSync } from 'node:fs';
import type { PluginGroup } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import { connectionText } from '../db/connection-text.js';
import { parseConnectionUrl } from '../db/connection-url.js';
import type { PluginHost } from '../plugin-host/host-types.js';
import { addressesIn } from './addresses.js';
import { readOwnVersion } from './own-version.js';
import type { ConfigOrigin, StartOptions } from './start-options.js';

/** Logs what starts, and with which configuration. */
export function reportVersion({ log, cwd, origin }: StartOptions): void {
  log.info(`Inspector ${readOwnVersion()} starts, on Node.js ${process.versions.node}`);
  log.info(`Configuration: ${configurationText(cwd, origin)}`);
  for (const { path, reason } of origin?.ignored ?? []) log.warn(`Ignored: ${path}; ${reason}`);
}

function configurationText(cwd: string, origin: ConfigOrigin | undefined): string {
  if (origin === undefined) return 'passed by the program that starts the service';
  return origin.path ?? `no file found in ${cwd}; defaults and the environment apply`;
}

/** Whether a start with this database makes a new file. */
export function isNewFile({ config, cwd }: StartOptions): boolean {
  const target = parseConnectionUrl(config.database.connection, cwd);
  return target.dialect === 'sqlite' && target.path !== undefined && !existsSync(target.path);
}

/** Logs which database it is, and warns of one that was made just now. */
export function reportDatabase(
  { log, config, cwd, origin }: StartOptions,
  { isNew, nodes }: { readonly isNew: boolean; readonly nodes: number },
): void {
  const where = connectionText(config.database.connection, cwd);
  log.info(`Database: ${where}, with ${nodes === 1 ? '1 node' : `${nodes} nodes`}`);
  if (!isNew || origin === undefined) return;
  log.warn(
    `The database ${where} is new and empty. If there should be nodes in it, stop the service and name the right ` +
      'database in database.connection, or in INSPECTOR_DATABASE__CONNECTION in the environment',
  );
}

/** Drivers that are named, by group. */
const DRIVERS = [
  ['inspector.baremetal', 'Bare metal service'],
  ['inspector.storage', 'Storage of introspection data'],
  ['inspector.pxe-filter', 'PXE filter'],
] as const;

/** Logs which services, drivers and plugins the service works with. */
export function reportParts({ log, config }: StartOptions, host: PluginHost): void {
  for (const [group, title] of DRIVERS) {
    const text = driverText(config, host, group);
    if (text !== undefined) log.info(`${title}: ${text}`);
  }
  log.info(
    `Authentication of API callers: ${config.authStrategy === 'noauth' ? 'none' : config.authStrategy}`,
  );
  log.info(`Plugins: ${pluginsText(host)}`);
}

/** A driver and the addresses its options name; undefined: this process has none. */
function driverText(config: InspectorConfig, host: PluginHost, group: PluginGroup): string | undefined {
  const driver = host.report().find((one) => one.group === group && one.state === 'enabled');
  if (driver === undefined) return undefined;
  const owner = host.packages.find((one) => one.name === driver.package);
  const options = owner?.configGroup === undefined ? undefined : config.pluginGroups[owner.configGroup];
  const addresses = addressesIn(options ?? {});
  return addresses.length === 0 ? driver.name : `${driver.name} (${addresses.join(', ')})`;
}

/** The packages in use, each with its version. */
function pluginsText(host: PluginHost): string {
  const used = host.report().filter(({ state }) => state === 'enabled');
  return [...new Set(used.map((one) => `${one.package} ${one.version}`))].sort().join(', ');
}
