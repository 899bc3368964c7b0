import { readAddress } from './address.js';
import type { ByteReader } from './byte-reader.js';
import { item, single, type Fact } from './fact.js';
import { readChassisId, readPortId } from './identifiers.js';
import { organisationFacts } from './organisation.js';

// IEEE 802.1AB system capabilities, from bit 1 up; bit 0 is "other".
const CAPABILITIES = [
  'Repeater',
  'Bridge',
  'WLAN',
  'Router',
  'Telephone',
  'DOCSIS cable device',
  'Station only',
  'C-Vlan',
  'S-Vlan',
  'TPMR',
];

/** Types of the TLVs that name the switch and its port. */
export const CHASSIS_ID = 1;
export const PORT_ID = 2;

const capabilityNames = (mask: number): string[] =>
  CAPABILITIES.filter((_name, index) => (mask & (1 << (index + 1))) !== 0);

const systemCapabilities = (value: ByteReader): Fact[] => {
  value.expectTotal(4);
  return [
    single('switch_capabilities_support', capabilityNames(value.uint16())),
    single('switch_capabilities_enabled', capabilityNames(value.uint16())),
  ];
};

// The length in front is not needed: the family says how long the address is.
const managementAddress = (value: ByteReader): Fact[] => {
  value.uint8();
  const address = readAddress(value);
  return address === null ? [] : [item('switch_mgmt_addresses', address)];
};

const text =
  (key: string) =>
  (value: ByteReader): Fact[] => [single(key, value.text())];

const nothing = (): Fact[] => [];

/** What each TLV of the basic management set says, by type. */
export const BASIC_TLVS: ReadonlyMap<number, (value: ByteReader) => Fact[]> = new Map<
  number,
  (value: ByteReader) => Fact[]
>([
  [0, nothing],
  [CHASSIS_ID, (value: ByteReader) => [single('switch_chassis_id', readChassisId(value).value)]],
  [PORT_ID, (value: ByteReader) => [single('switch_port_id', readPortId(value).value)]],
  [3, nothing],
  [4, text('switch_port_description')],
  [5, text('switch_system_name')],
  [6, text('switch_system_description')],
  [7, systemCapabilities],
  [8, managementAddress],
  [127, organisationFacts],
]);
