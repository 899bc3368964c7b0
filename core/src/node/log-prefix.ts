import type { JsonObject, IntrospectionState } from '@inspector/plugin-api';
import { bmcAddresses, bootMac, canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/** What a log line can say about a node. */
export interface KnownNode {
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
  const parts = texts([
    ['', node?.uuid],
    ['state ', node?.state],
    ...addresses(data),
    // Last, because programs look for the parts before, which ironic-inspector writes, too.
    ['name ', node?.name ?? undefined],
  ]);
  return parts.length > 0 ? `[node: ${parts.join(' ')}]` : '[unidentified node]';
}

/** Fields of log lines that name a node, or the machine whose data were posted while its node is not known. */
export interface MachineFields {
  readonly node?: string;
  readonly nodeName?: string;
  /** `MAC <boot MAC> BMC <address>`, what is known of it. */
  readonly machine?: string;
}

/**
 * The fields of log lines about a node.
 *
 * @param node - undefined while it is not known whose data these are
 * @param data - what its ramdisk posted
 */
export function machineFields(node: KnownNode | undefined, data: JsonObject): MachineFields {
  if (node !== undefined) {
    const { uuid, name } = node;
    return typeof name === 'string' ? { node: uuid, nodeName: name } : { node: uuid };
  }
  const known = texts(addresses(data));
  return known.length > 0 ? { machine: known.join(' ') } : {};
}

type Part = readonly [label: string, value: string | undefined];

function addresses(data: JsonObject): Part[] {
  const { ipv4, ipv6 } = bmcAddresses(data);
  return [
    ['MAC ', canonicalMac(bootMac(data))],
    ['BMC ', ipv4 ?? ipv6],
  ];
}

const texts = (parts: readonly Part[]): string[] =>
  parts.flatMap(([label, value]) => (value === undefined ? [] : [`${label}${value}`]));
