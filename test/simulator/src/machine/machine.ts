import { isObject, type JsonObject } from '../json.js';
import { isMac } from '../ironic/identifiers.js';
import { identityOf } from './identity.js';
import { PAYLOADS, loadPayload, type PayloadName } from './payload.js';

/** How a machine behaves when it has booted the ramdisk. */
export interface Behaviour {
  /** The ramdisk could not collect everything: this text is its `error`. */
  readonly ramdiskError?: string;
  /** Posts this many times at the same moment; default 1. */
  readonly posts?: number;
  /** Milliseconds between power on and the first post, instead of the simulation's. */
  readonly bootDelayMs?: number;
  /** Never posts: the ramdisk hangs or the network is wrong. */
  readonly silent?: boolean;
  /** The payload carries other MACs and no BMC address than the service knows. */
  readonly wrongMacs?: boolean;
  /** Bytes of random `logs`, base64 of which is added to the payload. */
  readonly logBytes?: number;
}

/** What a machine is made from. */
export interface MachineOptions extends Behaviour {
  /** Which machine: MACs, serials, BMC address, UUID and name follow from it. 0 to 65535. */
  readonly index: number;
  /** A payload of the package, or one's own; default: they take turns by index. */
  readonly payload?: PayloadName | JsonObject;
  /** Keeps fleets apart that share a service. */
  readonly seed?: string;
  /** Driver its node is enrolled with, which names the BMC field; default takes turns `ipmi`, `redfish`. */
  readonly driver?: 'ipmi' | 'redfish' | 'fake-hardware';
  /** false: enrolled without ports; default true. `pxe`: only the card it boots from. */
  readonly ports?: boolean | 'pxe';
}

/** A machine that is not there. */
export interface Machine {
  readonly uuid: string;
  readonly name: string;
  readonly bmcAddress: string;
  /** MACs of all network cards, lower case. */
  readonly macs: readonly string[];
  /** MAC of the card it boots from. */
  readonly pxeMac: string;
  /** What its ramdisk posts. */
  readonly payload: JsonObject;
  readonly behaviour: Behaviour;
  /** Its node as it would be enrolled. */
  readonly node: { uuid: string; name: string; driver: string; driver_info: JsonObject };
  /** Its ports as they would be enrolled. */
  readonly ports: readonly { node_uuid: string; address: string }[];
}

/** Builds a machine that differs from all others with another index: a real payload with its own identity. */
export function createMachine(options: MachineOptions): Machine {
  const { index, seed = '', payload: given, driver, ports = true, ...behaviour } = options;
  const identity = identityOf(index, seed);
  const template = given ?? PAYLOADS[index % PAYLOADS.length] ?? PAYLOADS[0];
  const original = typeof template === 'string' ? loadPayload(template) : structuredClone(template);
  const renamed = newMacs(original, (card) => identity.mac(card));
  let payload = withMacs(original, renamed);
  const inventory = objectAt(payload, 'inventory');
  inventory['bmc_address'] = identity.bmcAddress;
  if (payload['ipmi_address'] !== undefined) payload['ipmi_address'] = identity.bmcAddress;
  objectAt(inventory, 'system_vendor')['serial_number'] = identity.serial;
  giveSerials(payload, inventory, identity.serial);
  const pxeMac = bootCard(payload, renamed);
  if (behaviour.ramdiskError !== undefined) payload['error'] = behaviour.ramdiskError;
  if (behaviour.logBytes !== undefined) payload['logs'] = logsOf(behaviour.logBytes);
  if (behaviour.wrongMacs === true) payload = disguised(payload, identity.uuid);
  const chosen = driver ?? (index % 2 === 0 ? 'ipmi' : 'redfish');
  const macs = [...renamed.values()];
  const enrolled = ports === 'pxe' ? [pxeMac] : ports ? macs : [];
  return {
    uuid: identity.uuid,
    name: identity.name,
    bmcAddress: identity.bmcAddress,
    macs,
    pxeMac,
    payload,
    behaviour,
    node: {
      uuid: identity.uuid,
      name: identity.name,
      driver: chosen,
      driver_info: driverInfo(chosen, identity.bmcAddress),
    },
    ports: enrolled.map((address) => ({ node_uuid: identity.uuid, address })),
  };
}

/** Which MAC each card gets instead of its own (lower case), in inventory order. */
function newMacs(payload: JsonObject, mac: (card: number) => string): Map<string, string> {
  const renamed = new Map<string, string>();
  const { interfaces } = objectAt(payload, 'inventory');
  for (const card of Array.isArray(interfaces) ? interfaces : []) {
    const old = isObject(card) ? card['mac_address'] : undefined;
    if (typeof old === 'string' && isMac(old)) renamed.set(old.toLowerCase(), mac(renamed.size));
  }
  return renamed;
}

/** Puts new MACs wherever the old ones stand, be it with colons or dashes, as value, key or part of a text. */
function withMacs(payload: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  let text = JSON.stringify(payload);
  for (const [old, fresh] of renamed) {
    text = text.replaceAll(new RegExp(old, 'gi'), fresh);
    text = text.replaceAll(new RegExp(old.replaceAll(':', '-'), 'gi'), fresh.replaceAll(':', '-'));
  }
  return JSON.parse(text) as JsonObject;
}

/** The card named by `boot_interface`, else the first. */
function bootCard(payload: JsonObject, renamed: ReadonlyMap<string, string>): string {
  const macs = [...renamed.values()];
  const named = payload['boot_interface'];
  const plain = typeof named === 'string' ? named.replace(/^01-/, '').replaceAll('-', ':') : '';
  return macs.includes(plain) ? plain : (macs[0] ?? '');
}

function giveSerials(payload: JsonObject, inventory: JsonObject, serial: string): void {
  const disks = Array.isArray(inventory['disks']) ? inventory['disks'] : [];
  const root = payload['root_disk'];
  for (const [number, disk] of disks.entries()) {
    if (!isObject(disk)) continue;
    const isRoot = isObject(root) && root['name'] === disk['name'];
    disk['serial'] = `${serial}D${number}`;
    if (isRoot) root['serial'] = disk['serial'];
  }
}

/** The payload of a machine nobody recognises: other MACs, no BMC address. */
function disguised(payload: JsonObject, uuid: string): JsonObject {
  const tail = uuid.replaceAll('-', '').slice(0, 6);
  const foreign = (card: number): string => (`06${hexByte(card)}00${tail}`.match(/../g) ?? []).join(':');
  const result = withMacs(payload, newMacs(payload, foreign));
  objectAt(result, 'inventory')['bmc_address'] = '0.0.0.0';
  if (result['ipmi_address'] !== undefined) result['ipmi_address'] = '';
  return result;
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function driverInfo(driver: string, bmcAddress: string): JsonObject {
  if (driver === 'ipmi')
    return { ipmi_address: bmcAddress, ipmi_username: 'admin', ipmi_password: 'password' };
  if (driver === 'redfish') {
    return {
      redfish_address: `https://${bmcAddress}`,
      redfish_username: 'admin',
      redfish_password: 'password',
    };
  }
  return {};
}

/** Something that fills a body as ramdisk logs do; the bytes do not have to mean anything. */
function logsOf(bytes: number): string {
  return Buffer.alloc(bytes, 'ramdisk log line, not really compressed\n').toString('base64');
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const present = parent[key];
  if (isObject(present)) return present;
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}
