import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import ironic from '@inspector/baremetal-ironic/index.js';
import dnsmasq from '@inspector/pxe-filter-dnsmasq/index.js';
import iptables from '@inspector/pxe-filter-iptables/index.js';
import nftables from '@inspector/pxe-filter-nftables/index.js';
import { resolveConfig, type InspectorConfig } from '@inspector/core';
import type { BareMetal, PluginContext, PxeFilterDriver } from '@inspector/plugin-api';
import { readDhcpAddresses } from '@inspector/plugin-api/pxe-filter';
import { startFakeIronicProcess } from '@inspector/simulator';
import { pino } from 'pino';
import { createMetrics } from '../../core/src/metrics/metrics.js';
import { createPxeFilterManager } from '../../core/src/pxe-filter/manager.js';

/** What is measured: the drivers, dnsmasq in both of its modes. */
export const FILTERS = ['dnsmasq', 'hostsfile', 'iptables', 'nftables'] as const;
type FilterName = (typeof FILTERS)[number];

/** Seconds beyond the port listing, changes and counts. */
export interface FilterFigures {
  /** One machine on introspection, all others to be listed, nothing there yet. */
  readonly full: number;
  readonly nothing: number;
  readonly idleChanges: number;
  /** A second machine is started. */
  readonly one: number;
  /** Synchronisations that 200 requests at the same time cause. */
  readonly burst: number;
}

/** A bare metal service to list ports from. */
export interface Listing {
  readonly baremetal: BareMetal;
  close(): Promise<void>;
}

/** MAC of the machine with a number. */
const macOf = (number: number): string => {
  const digits = number.toString(16).padStart(6, '0');
  return `52:54:01:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`;
};
const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** One port of one node for each machine. */
export const portsFor = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ address: macOf(number), node_uuid: uuidOf(number) }));

const log = pino({ level: 'silent' });

/** Starts a fake Ironic with these ports and connects to it. */
export async function startListing(ports: ReturnType<typeof portsFor>): Promise<Listing> {
  const nodes = ports.map(({ node_uuid: uuid }) => ({ uuid }));
  const service = await startFakeIronicProcess({ nodes, ports, requestLimit: 0 });
  const baremetal = (await setUp(ironic, { endpointOverride: service.url })) as BareMetal;
  return {
    baremetal,
    async close() {
      await baremetal.close?.();
      await service.close();
    },
  };
}

/** Measures one filter on a fresh system. */
export async function measureFilter(
  name: FilterName,
  listing: Listing,
  folder: string,
): Promise<FilterFigures> {
  const active = new Set([macOf(0)]);
  let listed = 0;
  let listings = 0;
  const config = resolveConfig({ iptables: { dnsmasqInterface: 'br0' } });
  const driver = await driverOf(name, config, folder);
  const manager = createPxeFilterManager({
    driver,
    driverName: name,
    config,
    baremetal: {
      async listPorts() {
        const begin = performance.now();
        const ports = await listing.baremetal.listPorts();
        listed = (performance.now() - begin) / 1000;
        listings += 1;
        return ports;
      },
    },
    dhcpAddresses: () => readDhcpAddresses(config, () => undefined),
    events: { add: async () => undefined },
    records: { activeMacs: async () => new Set(active), anyActive: async () => active.size > 0 },
    metrics: createMetrics(),
    log,
  });
  const beyond = async (step: () => Promise<void>): Promise<number> => {
    const begin = performance.now();
    await step();
    return (performance.now() - begin) / 1000 - listed;
  };
  try {
    const full = await beyond(() => manager.init());
    const nothing = median(await repeat(5, () => beyond(() => manager.sync())));
    const idleChanges = (await manager.status()).last_sync?.changes ?? NaN;
    let machine = 0;
    const one = median(
      await repeat(5, () => {
        active.add(macOf(++machine));
        return beyond(() => manager.sync());
      }),
    );
    listings = 0;
    const first = manager.sync();
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, ...Array.from({ length: 200 }, () => manager.sync())]);
    return { full, nothing, idleChanges, one, burst: listings };
  } finally {
    await manager.tearDown();
  }
}

async function driverOf(name: FilterName, config: InspectorConfig, folder: string): Promise<PxeFilterDriver> {
  if (name === 'iptables') return (await setUp(iptables, {}, config)) as PxeFilterDriver;
  if (name === 'nftables') return (await setUp(nftables, {}, config)) as PxeFilterDriver;
  const hosts = join(folder, 'hosts');
  mkdirSync(hosts, { recursive: true, mode: 0o755 });
  const options = {
    mode: name === 'hostsfile' ? 'hostsfile' : 'hostsdir',
    dhcpHostsdir: hosts,
    dhcpHostsfile: join(folder, 'hosts.conf'),
    // A start command means that dnsmasq does not run yet, so the first writing is not spread over time.
    dnsmasqStartCommand: 'true',
    dnsmasqReloadCommand: 'true',
  };
  return (await setUp(dnsmasq, options, config)) as PxeFilterDriver;
}

interface AnyPlugin {
  readonly configSchema?: { readonly [key: string]: unknown };
  setup(context: never): unknown;
}

/** Sets a plugin up as the host does: options with the defaults of its schema. */
async function setUp(plugin: AnyPlugin, options: object, service = resolveConfig({})): Promise<unknown> {
  const properties = (plugin.configSchema?.['properties'] ?? {}) as Record<string, { default?: unknown }>;
  const defaults = Object.entries(properties).flatMap(([name, schema]) =>
    schema.default === undefined ? [] : [[name, schema.default] as const],
  );
  const config = { ...Object.fromEntries(defaults), ...options };
  const context = { config, service, log } as unknown as PluginContext;
  return plugin.setup(context as never);
}

async function repeat(times: number, step: () => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let time = 0; time < times; time++) results.push(await step());
  return results;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
