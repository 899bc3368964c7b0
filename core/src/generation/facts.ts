import type { Json, JsonObject } from '@inspector/plugin-api';
import {
  bmcAddresses,
  bootMac,
  canonicalMac,
  integerOf,
  isSerial,
  member,
  textMember,
} from '@inspector/plugin-api/ramdisk-data';
import { interfaceFacts } from './interface-facts.js';
import { shortWords } from './short-words.js';
import type { GenerationSource } from './types.js';

/** Traits, physical networks and capabilities of one node; more of them is not a description of a machine. */
const MOST = 200;

/**
 * What an inventory says of a node: names without prefix, values as they are in the data, missing ones left out. Lists are
 * sorted, so that the same hardware gives the same text. Logs, flags, raw records, drivers and credentials are never in it.
 */
export function factsOf({
  uuid,
  state,
  finishedAt,
  data = {},
  node,
  ports = [],
}: GenerationSource): JsonObject {
  const inventory = member(data, 'inventory');
  const vendor = member(inventory, 'system_vendor');
  const serial = member(vendor, 'serial_number');
  const { ipv4, ipv6 } = bmcAddresses(data);
  const interfaces = interfaceFacts(data);
  const macs = interfaces.map((each) => each['mac']).filter((mac) => mac !== undefined);
  const networks = ports.map(({ physical_network: network }) => network);
  const facts: Record<string, Json | undefined> = {
    node_uuid: uuid,
    state,
    finished_at: finishedAt ?? undefined,
    bmc_address: ipv4,
    bmc_v6address: ipv6,
    cpus: count(member(data, 'cpus')) ?? count(member(member(inventory, 'cpu'), 'count')),
    cpu_arch: words(member(data, 'cpu_arch')) ?? words(member(member(inventory, 'cpu'), 'architecture')),
    cpu_model: words(member(member(inventory, 'cpu'), 'model_name')),
    memory_mb: count(member(data, 'memory_mb')) ?? count(member(member(inventory, 'memory'), 'physical_mb')),
    local_gb: count(member(data, 'local_gb')),
    root_disk: rootDisk(member(data, 'root_disk')),
    vendor: words(member(vendor, 'manufacturer')),
    product: words(member(vendor, 'product_name')),
    serial: isSerial(serial) ? words(serial) : undefined,
    interfaces: filled(interfaces),
    macs: filled(sortedUnique(macs)),
    boot_mac: canonicalMac(bootMac(data)),
    boot_mode: words(member(member(inventory, 'boot'), 'current_boot_mode')),
    capabilities: capabilities(member(node?.properties, 'capabilities')),
    traits: filled(sortedUnique(textsIn(node?.['traits']))),
    physnets: filled(sortedUnique(networks)),
  };
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

const words = shortWords;

/** A whole number that is not negative. */
function count(value: unknown): number | undefined {
  const number = integerOf(value);
  return number === undefined || number < 0 ? undefined : number;
}

const BYTES_OF_GB = 1024 ** 3;

function rootDisk(disk: Json | undefined): JsonObject | undefined {
  const size = integerOf(member(disk, 'size'));
  const serial = member(disk, 'serial');
  const parts: Record<string, Json | undefined> = {
    name: words(member(disk, 'name')),
    size_gb: size === undefined || size < 0 ? undefined : Math.floor(size / BYTES_OF_GB),
    serial: isSerial(serial) ? words(serial) : undefined,
    wwn: words(member(disk, 'wwn')),
    model: words(member(disk, 'model')),
  };
  const known = Object.entries(parts).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** Names that may become parts of names of groups and are easy to use in playbooks. */
const CAPABILITY = /^[\w.-]{1,255}$/;

/** Capabilities by name: the bare metal service has them as `name:value,name:value`. */
function capabilities(text: Json | undefined): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  const entries = text
    .split(',')
    .slice(0, MOST)
    .map((item): [string, string] => {
      const colon = item.indexOf(':');
      return colon < 0 ? ['', ''] : [item.slice(0, colon).trim(), item.slice(colon + 1).trim()];
    })
    .filter(([name, value]) => CAPABILITY.test(name) && shortWords(value) !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const textsIn = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const sortedUnique = (values: readonly (Json | undefined)[]): string[] =>
  [...new Set(values.map(shortWords).filter((text) => text !== undefined))].sort().slice(0, MOST);

const filled = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

/** The name of the machine by itself, and what its switch calls the port it hangs on. */
export const hostnameOf = (data: JsonObject): string | undefined =>
  textMember(member(data, 'inventory'), 'hostname');
