import type { Json, JsonObject } from '../json/types.js';
import { canonicalIp, ipFamily } from '../net/canonical-ip.js';
import { member } from '../json/json-object.js';

/** Addresses of the management controller of a machine, canonical; a missing key means unknown. */
export interface BmcAddresses {
  readonly ipv4?: string;
  readonly ipv6?: string;
}

// What tools print when the controller has no address.
const UNSET = new Set(['0.0.0.0', '::']);

/**
 * Addresses of the management controller as the ramdisk found them: `inventory.bmc_address` and
 * `inventory.bmc_v6address`, each replaced by the old top-level `ipmi_address` and `ipmi_v6address` only where
 * the inventory lacks the key. Unset addresses (`0.0.0.0`, `::`, `::/0`) and texts that are no address count
 * as unknown. An address goes by its own family, whichever key it came under.
 */
export const bmcAddresses = (data: JsonObject): BmcAddresses => {
  const found = [
    usable(stated(data, 'bmc_address', 'ipmi_address')),
    usable(stated(data, 'bmc_v6address', 'ipmi_v6address')),
  ];
  const ipv4 = found.find((address) => address !== undefined && ipFamily(address) === 4);
  const ipv6 = found.findLast((address) => address !== undefined && ipFamily(address) === 6);
  return { ...(ipv4 === undefined ? {} : { ipv4 }), ...(ipv6 === undefined ? {} : { ipv6 }) };
};

const stated = (data: JsonObject, key: string, oldKey: string): Json | undefined => {
  const inInventory = member(member(data, 'inventory'), key);
  return inInventory === undefined ? member(data, oldKey) : inInventory;
};

const usable = (value: Json | undefined): string | undefined => {
  const address = canonicalIp(value);
  return address === undefined || UNSET.has(address) ? undefined : address;
};
