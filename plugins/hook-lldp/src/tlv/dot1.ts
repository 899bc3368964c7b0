import type { ByteReader } from './byte-reader.js';
import { item, single, type Fact } from './fact.js';
import { linkAggregation } from './link-aggregation.js';

// Seven bytes with the header of the organisation.
const protocolVlan = (value: ByteReader): Fact[] => {
  const flags = value.expectTotal(7).uint8();
  return [
    single('switch_port_protocol_vlan_enabled', (flags & 0x04) !== 0),
    single('switch_port_protocol_vlan_support', (flags & 0x02) !== 0),
    item('switch_port_protocol_vlan_ids', value.uint16()),
  ];
};

const vlanName = (value: ByteReader): Fact[] => {
  const id = value.uint16();
  return [item('switch_port_vlans', { name: value.text(value.uint8()), id })];
};

const protocolIdentity = (value: ByteReader): Fact[] => [
  item('switch_protocol_identities', value.take(value.uint8()).toString('hex')),
];

/** What each TLV of IEEE 802.1 says, by subtype (802.1Q-2014, annex D). */
export const DOT1_TLVS: ReadonlyMap<number, (value: ByteReader) => Fact[]> = new Map([
  [1, (value) => [single('switch_port_untagged_vlan_id', value.uint16())]],
  [2, protocolVlan],
  [3, vlanName],
  [4, protocolIdentity],
  [6, (value) => [single('switch_port_management_vlan_id', value.uint16())]],
  [7, linkAggregation],
]);
