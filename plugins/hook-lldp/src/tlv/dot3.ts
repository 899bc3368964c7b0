import type { ByteReader } from './byte-reader.js';
import { single, type Fact } from './fact.js';
import { linkAggregation } from './link-aggregation.js';
import { MAU_TYPES } from './mau-types.js';
import { physicalCapabilities } from './physical-capabilities.js';

// Nine bytes with the header of the organisation.
const macPhyStatus = (value: ByteReader): Fact[] => {
  const status = value.expectTotal(9).uint8();
  const capabilities = physicalCapabilities(value.uint16());
  const mau = value.uint16();
  const mauType = MAU_TYPES[mau];
  if (mauType === undefined) value.refuse(`unknown MAU type ${mau}`);
  return [
    single('switch_port_autonegotiation_enabled', (status & 0x02) !== 0),
    single('switch_port_autonegotiation_support', (status & 0x01) !== 0),
    single('switch_port_physical_capabilities', capabilities),
    single('switch_port_mau_type', mauType ?? null),
  ];
};

/** What each TLV of IEEE 802.3 says, by subtype (802.3, section 79). */
export const DOT3_TLVS: ReadonlyMap<number, (value: ByteReader) => Fact[]> = new Map([
  [1, macPhyStatus],
  [3, linkAggregation],
  [4, (value) => [single('switch_port_mtu', value.uint16())]],
]);
