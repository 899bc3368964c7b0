import { member, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { IntrospectionData, Json, JsonObject } from '@inspector/plugin-api';

/**
 * The LLDP records of a network card: those of the collector `lldp` (`lldp_raw`) if it has any, else those in
 * the inventory.
 *
 * @returns `undefined` when LLDP was not collected for this card
 */
export const tlvsOf = (data: IntrospectionData, card: JsonObject): readonly Json[] | undefined => {
  const collected = member(member(data, 'lldp_raw'), textMember(card, 'name') ?? '');
  if (Array.isArray(collected) && collected.length > 0) return collected;
  const inInventory = member(card, 'lldp');
  return Array.isArray(inInventory) ? inInventory : undefined;
};
