import type { JsonObject, IntrospectionState } from '@inspector/plugin-api';
import { bmcAddresses, bootMac, canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/** What a log line can say about a node. */
interface KnownNode {
  readonly uuid: string;
  readonly state?: IntrospectionState;
  /** Its name in the bare metal service. */
  readonly name?: string | null;
}

/**
 * What log lines about a node begin with: `[node: <uuid> state <state> MAC <boot MAC> BMC <address> name
 * <name>]`, the parts that are known, or `[unidentified node]` when none is.
 *
 * @param node - undefined while it is not known whose data these are
 * @param data - what its ramdisk posted; anything in them that is no address is left out
 */
export function logPrefix(node: KnownNode | undefined, data: JsonObject = {}): string {
  const { ipv4, ipv6 } = bmcAddresses(data);
  const parts = [
    ['', node?.uuid],
    ['state ', node?.state],
    ['MAC ', canonicalMac(bootMac(data))],
    ['BMC ', ipv4 ?? ipv6],
    // Last, because programs look for the parts before, which ironic-inspector writes, too.
    ['name ', node?.name ?? undefined],
  ].flatMap(([label, value]) => (value === undefined ? [] : [`${label}${value}`]));
  return parts.length > 0 ? `[node: ${parts.join(' ')}]` : '[unidentified node]';
}
