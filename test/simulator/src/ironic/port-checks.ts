import { isObject, type Json } from '../json.js';
import { fault } from './answer.js';
import { isMac } from './identifiers.js';
import { pythonText } from './python-text.js';

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];
const FALSE = ['0', 'f', 'false', 'off', 'n', 'no'];
const LINK_MEMBERS = ['switch_id', 'port_id', 'switch_info', 'hostname', 'network_type'];

/** Reads a boolean as Ironic does: real ones and texts such as `yes`. */
export function flag(field: string, value: Json): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) throw fault(500, `Field \`${field}' cannot be None`);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  const accepted = [...TRUE, ...FALSE]
    .sort()
    .map((word) => `'${word}'`)
    .join(', ');
  throw fault(
    400,
    `Invalid ${field}: Unrecognized value ${pythonText(value)}, acceptable values are: ${accepted}`,
  );
}

/**
 * Checks a `local_link_connection`: empty, or with `port_id` and one of `switch_id` and `hostname` (half of a
 * link is refused, so clients must send both in one PATCH), or only a `network_type`. `switch_id` must be a MAC
 * or an OpenFlow datapath id.
 */
export function checkLocalLink(link: Json): void {
  if (link === null) return;
  if (!isObject(link)) throw linkError(link, `${pythonText(link)} is not of type 'object', 'null'`);
  const names = Object.keys(link);
  if (names.length === 0) return;
  const unknown = names.find((name) => !LINK_MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw linkError(link, `Additional properties are not allowed ('${unknown}' was unexpected)`);
  }
  const { switch_id: switchId, port_id: portId, hostname, network_type: networkType } = link;
  if (networkType !== undefined && names.length === 1) {
    if (networkType === 'managed' || networkType === 'unmanaged') return;
    throw linkError(link, `${pythonText(networkType)} is not one of ['managed', 'unmanaged']`);
  }
  if (typeof portId !== 'string') throw linkError(link, "'port_id' is a required property");
  if (hostname !== undefined && switchId === undefined) return;
  if (typeof switchId !== 'string') throw linkError(link, "'switch_id' is a required property");
  if (!isMac(switchId) && !/^[0-9a-f]{16}$/i.test(switchId)) {
    throw fault(400, `Expected a MAC address or OpenFlow datapath ID but received ${switchId}.`);
  }
}

/** Checks a physical network: null or a text that is not empty. */
export function checkPhysicalNetwork(value: Json, what: 'port' | 'patch'): void {
  if (value === null) return;
  if (typeof value !== 'string') {
    throw fault(400, `Schema error for ${what}: ${pythonText(value)} is not of type 'string', 'null'`);
  }
  if (value === '') throw fault(400, 'A non-empty value is required when setting physical_network');
}

function linkError(link: Json, cause: string): Error {
  return fault(
    400,
    `Schema error for local_link_connection: ${pythonText(link)} is not valid under any of the given schemas. ` +
      `Possible root cause: ${cause}`,
  );
}
