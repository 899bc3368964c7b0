import type { Json, JsonObject } from '@inspector/plugin-api';
import { bmcAddresses, canonicalMac, integerOf, member } from '@inspector/plugin-api/ramdisk-data';
import { flag, known, serial, words } from './part.js';
import type { Facts, Part, PartKind } from './types.js';

const MIB = 1024 ** 2;

/**
 * What a machine has one of: system board, firmware, BMC, processors and memory as a whole. Neither the frequency nor the
 * flags of the processors are looked at: they differ from boot to boot and from kernel to kernel.
 */
export function machineParts(data: JsonObject): Part[] {
  const inventory = member(data, 'inventory');
  const vendor = member(inventory, 'system_vendor');
  const extra = member(data, 'extra');
  const cpu = member(inventory, 'cpu');
  const { ipv4, ipv6 } = bmcAddresses(data);
  return [
    one('system', {
      manufacturer: words(member(vendor, 'manufacturer')),
      product: words(member(vendor, 'product_name')),
      serial: serial(member(vendor, 'serial_number')),
      uuid: words(
        member(vendor, 'system_uuid') ?? member(member(member(extra, 'system'), 'product'), 'uuid'),
      ),
      boot_mode: words(member(member(inventory, 'boot'), 'current_boot_mode')),
      secure_boot: flag(member(member(inventory, 'boot'), 'secure_boot')),
    }),
    one('firmware', firmware(member(vendor, 'firmware'), member(member(extra, 'firmware'), 'bios'))),
    one('bmc', { address: ipv4, v6_address: ipv6, mac: canonicalMac(member(inventory, 'bmc_mac')) }),
    one('cpu', {
      model: words(member(cpu, 'model_name')),
      architecture: words(member(cpu, 'architecture')),
      count: integerOf(member(cpu, 'count')),
      sockets: integerOf(member(cpu, 'socket_count')),
    }),
    one('memory', { size_mb: memorySize(member(inventory, 'memory')) }),
  ].filter((part) => part !== undefined);
}

function one(kind: PartKind, facts: Readonly<Record<string, Facts[string] | undefined>>): Part | undefined {
  const found = known(facts);
  if (Object.keys(found).length === 0) return undefined;
  return { kind, facts: found, identity: [], places: {}, label: kind };
}

const firmware = (
  told: Json | undefined,
  bios: Json | undefined,
): Readonly<Record<string, string | undefined>> => ({
  vendor: words(member(told, 'vendor') ?? member(bios, 'vendor')),
  version: words(member(told, 'version') ?? member(bios, 'version')),
  date: words(member(told, 'build_date') ?? member(bios, 'date')),
});

/** MiB of the modules, else of what the kernel has. */
function memorySize(memory: Json | undefined): number | undefined {
  const physical = integerOf(member(memory, 'physical_mb'));
  if (physical !== undefined && physical > 0) return physical;
  const total = integerOf(member(memory, 'total'));
  return total === undefined || total <= 0 ? undefined : Math.floor(total / MIB);
}
