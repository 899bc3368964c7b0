import { canonicalMac, isMac, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { Json } from '@inspector/plugin-api';
import { CHASSIS_ID, PORT_ID } from './tlv/basic.js';
import type { ByteReader } from './tlv/byte-reader.js';
import { readChassisId, readPortId } from './tlv/identifiers.js';
import { readTlv } from './tlv/tlv.js';

/** Which switch and which of its ports a network card is connected to. */
export type SwitchLink = ReadonlyMap<'switch_id' | 'port_id', string>;

/** The link as `lldp_basic` has worked it out; the switch counts only by its MAC. */
export const processedLink = (processed: Json | undefined): SwitchLink => {
  const link = new Map<'switch_id' | 'port_id', string>();
  const chassis = member(processed, 'switch_chassis_id');
  if (isMac(chassis)) link.set('switch_id', chassis);
  const port = textMember(processed, 'switch_port_id');
  if (port !== undefined && port !== '') link.set('port_id', port);
  return link;
};

/** The link straight from the LLDP records; the first usable record of each kind counts. */
export const rawLink = (tlvs: readonly Json[]): SwitchLink => {
  const link = new Map<'switch_id' | 'port_id', string>();
  for (const pair of tlvs) {
    const found = linkPart(pair);
    if (found !== undefined && !link.has(found[0])) link.set(...found);
    if (link.size === 2) break;
  }
  return link;
};

const linkPart = (pair: Json): ['switch_id' | 'port_id', string] | undefined => {
  const tlv = readTlv(pair);
  if (typeof tlv === 'string') return undefined;
  const { type, value } = tlv;
  if (type === CHASSIS_ID) return chassisMac(value);
  if (type !== PORT_ID) return undefined;
  const port = readPortId(value).value;
  return value.fault !== undefined || port === null || port === '' ? undefined : ['port_id', port];
};

const chassisMac = (value: ByteReader): ['switch_id', string] | undefined => {
  const chassis = readChassisId(value);
  const mac = chassis.form === 'mac' ? canonicalMac(chassis.value) : undefined;
  return value.fault !== undefined || mac === undefined ? undefined : ['switch_id', mac];
};
