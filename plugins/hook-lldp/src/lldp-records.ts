import { member, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { IntrospectionData, Json, JsonObject } from '@inspector/plugin-api';

/** Records read of one card. A frame of Ethernet (1,500 bytes) has room for 750 empty ones; real ones have about 30. */
export const MOST_OF_A_CARD = 1_000;
/** Records read of one machine: 40 cards with 500 each. */
export const MOST_OF_A_MACHINE = 20_000;

/** The LLDP records of one card. */
export interface CardRecords {
  readonly tlvs: readonly Json[];
  /** How many more there are, which are too many to be read. */
  readonly leftOut: number;
}

/**
 * The LLDP records in posted data, card by card, with a limit: whoever is on the provisioning network can post
 * millions of them.
 */
export class LldpRecords {
  readonly #data: IntrospectionData;
  #left = MOST_OF_A_MACHINE;

  constructor(data: IntrospectionData) {
    this.#data = data;
  }

  /**
   * The records of a card: those of the collector `lldp` (`lldp_raw`) if it has any, else those in the inventory.
   *
   * @returns `undefined` when LLDP was not collected for this card
   */
  of(card: JsonObject): CardRecords | undefined {
    const collected = member(member(this.#data, 'lldp_raw'), textMember(card, 'name') ?? '');
    const inInventory = member(card, 'lldp');
    const all = Array.isArray(collected) && collected.length > 0 ? collected : inInventory;
    if (!Array.isArray(all)) return undefined;
    const tlvs = all.slice(0, Math.min(MOST_OF_A_CARD, this.#left));
    this.#left -= tlvs.length;
    return { tlvs, leftOut: all.length - tlvs.length };
  }
}
