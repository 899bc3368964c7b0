import type { HookDefinition, Json, JsonObject } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { runHook } from '@inspector/test-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { answerToRamdisk } from '../../core/src/conductor/ramdisk-answer.js';
import { storeRamdiskLogs } from '../../core/src/conductor/ramdisk-logs.js';
import { parsePostedData } from '../../core/src/conductor/posted-data.js';
import { resolveConfig } from '../../core/src/config/load.js';
import { lookupKeys, describeKeys } from '../../core/src/introspection/lookup.js';
import { withoutMember } from '../../core/src/json/without-member.js';
import { createLog } from '../../core/src/log/log.js';
import { createMetrics } from '../../core/src/metrics/metrics.js';
import { InspectorError, shortText } from '../../plugins/plugin-api/src/index.js';
import accelerators from '../../plugins/hook-accelerators/src/index.js';
import capabilities from '../../plugins/hook-capabilities/src/index.js';
import extraHardware from '../../plugins/hook-extra-hardware/src/index.js';
import lldpBasic from '../../plugins/hook-lldp/src/lldp-basic.js';
import localLinkConnection from '../../plugins/hook-lldp/src/local-link-connection.js';
import pciDevices from '../../plugins/hook-pci-devices/src/index.js';
import physnetCidrMap from '../../plugins/hook-physnet-cidr-map/src/index.js';
import raidDevice from '../../plugins/hook-raid-device/src/index.js';
import ramdiskError from '../../plugins/hook-standard/src/ramdisk-error.js';
import rootDiskSelection from '../../plugins/hook-standard/src/root-disk-selection.js';
import scheduler from '../../plugins/hook-standard/src/scheduler.js';
import validateInterfaces from '../../plugins/hook-standard/src/validate-interfaces.js';

/** Something that reads posted data, on data of any size. */
export interface GrowthCase {
  /** What reads. */
  readonly reader: string;
  /** What there is more of. */
  readonly dimension: string;
  /** The size measured first. Sixteen times as much is about what the limits of a request allow. */
  readonly start: number;
  /** Makes data of a size, and returns what reads them. */
  readonly prepare: (size: number) => () => unknown;
}

const list = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => make(index));
const mac = (index: number): string =>
  `52:54:${(index + 0x1_0000_0000)
    .toString(16)
    .slice(-8)
    .replaceAll(/(..)(?=.)/g, '$1:')}`;
const card = (index: number): JsonObject => ({
  name: `eth${index}`,
  mac_address: mac(index),
  ipv4_address: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
});
const disk = (index: number): JsonObject => ({
  name: `/dev/sd${index}`,
  size: 2 ** 40,
  serial: `s${index}`,
  model: 'disk',
});
const machine = (inventory: JsonObject, more: JsonObject = {}): JsonObject => ({
  inventory: { interfaces: [card(0)], disks: [disk(0)], ...inventory },
  ...more,
});
const withEntries = (data: JsonObject): JsonObject => {
  const cards = (data['inventory'] as JsonObject)['interfaces'] as JsonObject[];
  const entries = Object.fromEntries(
    cards.map(({ name, mac_address: address }) => [String(name), { mac: address ?? null }]),
  );
  return { ...data, all_interfaces: entries, interfaces: entries };
};
/** An LLDP record: port id, as a frame of a real switch has it. */
const TLV: Json = [2, '0545746865726e6574312f31'];

const NODE = { properties: { root_device: { serial: 'absent' } } };
const hook =
  (definition: unknown, make: (size: number) => JsonObject, options?: JsonObject, node?: JsonObject) =>
  (size: number) => {
    const data = make(size);
    return () =>
      runHook(definition as HookDefinition, {
        data,
        ...(options === undefined ? {} : { options }),
        ...(node === undefined ? {} : { node }),
        service: { limits: { interfaces: 1_000_000 }, processing: { addPorts: 'disabled' } },
      }).catch(() => undefined);
  };

const text = (make: (size: number) => string, read: (text: string) => unknown) => (size: number) => {
  const made = make(size);
  return () => read(made);
};
const json = (make: (size: number) => Json, read: (text: string) => unknown) =>
  text((size) => JSON.stringify(make(size)), read);

const log = createLog({ debug: true, destination: { write: () => undefined } });
const logs = (make: (size: number) => string) => (size: number) => {
  const made = make(size);
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-growth-'));
    const config = resolveConfig({ processing: { ramdiskLogsDir: folder } });
    await storeRamdiskLogs({ logs: made }, 'node', { config, log, metrics: createMetrics() });
    await rm(folder, { recursive: true });
  };
};

const hookCases: [string, string, number, GrowthCase['prepare']][] = [
  ['ramdisk_error', 'text length', 200_000, hook(ramdiskError, (size) => ({ error: 'x'.repeat(size) }))],
  ['ramdisk_error', 'values', 2_000, hook(ramdiskError, (size) => ({ error: list(size, String) }))],
  [
    'validate_interfaces',
    'cards',
    1_000,
    hook(validateInterfaces, (size) => machine({ interfaces: list(size, card) })),
  ],
  [
    'validate_interfaces',
    'malformed cards',
    1_000,
    hook(validateInterfaces, (size) => machine({ interfaces: list(size, () => ({ mac_address: 'x' })) })),
  ],
  [
    'validate_interfaces',
    'length of a name',
    200_000,
    hook(validateInterfaces, (size) => machine({ interfaces: [{ ...card(0), name: 'x'.repeat(size) }] })),
  ],
  [
    'validate_interfaces',
    'length of an address',
    200_000,
    hook(validateInterfaces, (size) =>
      machine({
        interfaces: [{ ...card(0), ipv4_address: '1.'.repeat(size), mac_address: '5'.repeat(size) }],
      }),
    ),
  ],
  [
    'root_disk_selection',
    'disks',
    1_000,
    hook(rootDiskSelection, (size) => machine({ disks: list(size, disk) }), undefined, NODE),
  ],
  [
    'root_disk_selection',
    'serials of a disk',
    2_000,
    hook(
      rootDiskSelection,
      (size) => machine({ disks: [{ ...disk(0), serial: list(size, String) }] }),
      undefined,
      NODE,
    ),
  ],
  [
    'scheduler',
    'digits of the CPU count',
    100_000,
    hook(scheduler, (size) => machine({ cpu: { count: '9'.repeat(size), architecture: 'x' } })),
  ],
  [
    'capabilities',
    'CPU flags',
    5_000,
    hook(capabilities, (size) => machine({ cpu: { flags: list(size, (index) => `f${index}`) } })),
  ],
  [
    'pci_devices',
    'PCI devices',
    2_000,
    hook(
      pciDevices,
      (size) => ({ pci_devices: list(size, (index) => ({ vendor_id: '1', product_id: String(index % 9) })) }),
      { alias: [{ vendor_id: '1', product_id: '1', name: 'one' }] },
    ),
  ],
  [
    'accelerators',
    'PCI devices',
    2_000,
    hook(accelerators, (size) => ({
      pci_devices: list(size, () => ({ vendor_id: '10de', product_id: '1eb8' })),
    })),
  ],
  [
    'extra_hardware',
    'extra records',
    1_200,
    hook(extraHardware, (size) => ({
      data: list(size, (index) => ['disk', `sd${index}`, 'size', String(index)]),
    })),
  ],
  [
    'extra_hardware',
    'records of one device',
    1_200,
    hook(extraHardware, (size) => ({
      data: list(size, (index) => ['disk', 'sda', `p${index}`, String(index)]),
    })),
  ],
  ['raid_device', 'disks', 1_200, hook(raidDevice, (size) => machine({ disks: list(size, disk) }))],
  [
    'raid_device',
    'disks that are new',
    1_200,
    hook(raidDevice, (size) => machine({ disks: list(size, disk) }), undefined, {
      extra: { block_devices: { serials: ['old'] } },
    }),
  ],
  ...(['lldp_basic', 'local_link_connection'] as const).flatMap(
    (name): [string, string, number, GrowthCase['prepare']][] => {
      const definition = name === 'lldp_basic' ? lldpBasic : localLinkConnection;
      const tlvs = (size: number, tlv: Json) =>
        withEntries(machine({ interfaces: [{ ...card(0), lldp: list(size, () => tlv) }] }));
      return [
        [name, 'TLVs', 500, hook(definition, (size) => tlvs(size, TLV))],
        [name, 'TLVs beyond the limit', 2_000, hook(definition, (size) => tlvs(size, TLV))],
        [name, 'TLVs that are none', 500, hook(definition, (size) => tlvs(size, [127, 'zz']))],
        [name, 'length of a TLV', 50_000, hook(definition, (size) => tlvs(1, [5, '41'.repeat(size)]))],
        [
          name,
          'cards with TLVs',
          200,
          hook(definition, (size) =>
            withEntries(
              machine({ interfaces: list(size, (index) => ({ ...card(index), lldp: [TLV, TLV] })) }),
            ),
          ),
        ],
      ];
    },
  ),
  [
    'physnet_cidr_map',
    'cards',
    1_000,
    hook(physnetCidrMap, (size) => withEntries(machine({ interfaces: list(size, card) })), {
      cidrMap: ['192.0.2.0/24:a', '10.0.0.0/8:b'],
    }),
  ],
];

const textCases: [string, string, number, GrowthCase['prepare']][] = [
  [
    'data as posted',
    'values of a list',
    6_000,
    json((size) => ({ a: list(size, () => 1) }), parsePostedData),
  ],
  ['data as posted', 'objects', 6_000, json((size) => ({ a: list(size, () => ({})) }), parsePostedData)],
  [
    'data as posted',
    'keys',
    3_000,
    json((size) => Object.fromEntries(list(size, (index) => [`k${index}`, index])), parsePostedData),
  ],
  [
    'data as posted',
    'large numbers',
    5_000,
    text(
      (size) => `{"a":[${list(size, (index) => `1${index}00000000000000000000.0`).join()}]}`,
      parsePostedData,
    ),
  ],
  [
    'data as posted',
    'depth',
    30,
    text((size) => `{"a":${'['.repeat(size)}${']'.repeat(size)}}`, parsePostedData),
  ],
  ['data as posted', 'text length', 100_000, json((size) => ({ a: 'x'.repeat(size) }), parsePostedData)],
  ['data as posted', 'escapes', 100_000, json((size) => ({ a: '\\"\n'.repeat(size) }), parsePostedData)],
  ['data as posted', 'blanks', 100_000, text((size) => `{"a":${' '.repeat(size)}1}`, parsePostedData)],
  [
    'data as stored',
    'values',
    3_000,
    (size) => {
      const data = readJson(JSON.stringify({ a: list(size, (index) => ({ index })) }));
      return () => writeJson(data);
    },
  ],
  [
    'cutting out logs',
    'length of logs',
    100_000,
    json(
      (size) => ({ a: 1, logs: 'A'.repeat(size) }),
      (all) => withoutMember(all, 'logs'),
    ),
  ],
  [
    'cutting out logs',
    'keys',
    3_000,
    json(
      (size) =>
        Object.fromEntries([...list(size, (index) => [`k${index}`, index]), ['logs', 'A']] as [
          string,
          Json,
        ][]),
      (all) => withoutMember(all, 'logs'),
    ),
  ],
  [
    'look-up keys',
    'cards',
    2_000,
    (size) => {
      const data = withEntries(machine({ interfaces: list(size, card) }));
      return () => describeKeys(lookupKeys(data));
    },
  ],
  ['ramdisk logs', 'base64', 100_000, logs((size) => 'A'.repeat(size * 4))],
  ['ramdisk logs', 'line breaks, then no base64', 100_000, logs((size) => `${'\n'.repeat(size)}!`)],
  ['ramdisk logs', 'padding', 100_000, logs((size) => `A${'='.repeat(size)}`)],
  ['ramdisk logs', 'blanks at the end', 100_000, logs((size) => `AAAA${' '.repeat(size)}!`)],
  [
    'log line',
    'text length',
    100_000,
    text(
      (size) => 'x'.repeat(size),
      (long) => log.warn(long),
    ),
  ],
  [
    'log line',
    'values',
    1_500,
    (size) => {
      const cards = list(size, card);
      return () => log.warn({ cards }, 'said');
    },
  ],
  [
    'log line',
    'depth',
    500,
    (size) => {
      const deep = JSON.parse(`${'['.repeat(size)}${']'.repeat(size)}`) as unknown;
      return () => log.warn({ deep }, 'said');
    },
  ],
  [
    'short text',
    'text length',
    100_000,
    text(
      (size) => '€'.repeat(size),
      (long) => shortText(long),
    ),
  ],
  [
    'answer to a ramdisk',
    'text length',
    20_000,
    text(
      (size) => 'http://a1be26c0b-03f2-'.repeat(size),
      (long) => answerToRamdisk(new InspectorError('INSP_HOOK_FAILED', long), pino({ level: 'silent' })),
    ),
  ],
];

/** Everything that reads posted data, in each dimension that a post can grow in. */
export const GROWTH_CASES: readonly GrowthCase[] = [...textCases, ...hookCases].map(
  ([reader, dimension, start, prepare]) => ({ reader, dimension, start, prepare }),
);
