import type { ByteReader } from './byte-reader.js';
import { single, type Fact } from './fact.js';

/** Link aggregation, the same under 802.1 and 802.3; nine bytes with the header of the organisation. */
export const linkAggregation = (value: ByteReader): Fact[] => {
  const status = value.expectTotal(9).uint8();
  return [
    single('switch_port_link_aggregation_enabled', (status & 0x02) !== 0),
    single('switch_port_link_aggregation_support', (status & 0x01) !== 0),
    single('switch_port_link_aggregation_id', value.uint32()),
  ];
};
