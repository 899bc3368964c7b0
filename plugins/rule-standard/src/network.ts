import { isIPv4, isIPv6 } from 'node:net';
import { writeJson } from '@inspector/plugin-api/json';

const WIDTH = { 4: 32n, 6: 128n } as const;

/** An IPv4 or IPv6 address as a number. */
interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** A network: an address of it, and how many low bits are free. */
export interface Network extends Address {
  readonly hostBits: bigint;
}

/**
 * Reads `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `2001:db8::/32` or a single address; host bits may be set.
 * Throws Error with a text starting `invalid value`.
 */
export function parseNetwork(value: unknown): Network {
  const [text = '', mask, ...rest] = typeof value === 'string' ? value.split('/') : [];
  const address = parseAddress(text);
  const hostBits = address && (mask === undefined ? 0n : parseMask(mask, address.family));
  if (address === undefined || hostBits === undefined || rest.length > 0) {
    throw new Error(`invalid value: ${writeJson(value)} is not an IP network such as 192.0.2.0/24`);
  }
  return { ...address, hostBits };
}

/** Whether a field is an address in the network. Integers count as IPv4 addresses. */
export function contains(network: Network, field: unknown): boolean {
  const address = typeof field === 'number' ? fromInteger(field) : parseAddress(field);
  return (
    address !== undefined &&
    address.family === network.family &&
    address.bits >> network.hostBits === network.bits >> network.hostBits
  );
}

function fromInteger(value: number): Address | undefined {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff
    ? { family: 4, bits: BigInt(value) }
    : undefined;
}

function parseAddress(value: unknown): Address | undefined {
  if (typeof value !== 'string') return undefined;
  if (isIPv4(value)) return { family: 4, bits: joinParts(value.split('.').map(Number), 8n) };
  return isIPv6(value) && !value.includes('%') ? { family: 6, bits: parseIPv6(value) } : undefined;
}

function parseIPv6(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const gap = new Array<number>(8 - left.length - right.length).fill(0);
  return joinParts([...left, ...gap, ...right], 16n);
}

/** Sixteen-bit groups; a dotted IPv4 ending gives two. */
function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

const joinParts = (parts: readonly number[], size: bigint): bigint =>
  parts.reduce((bits, part) => (bits << size) | BigInt(part), 0n);

/** How many bits a prefix length, netmask or host mask leaves free. */
function parseMask(text: string, family: 4 | 6): bigint | undefined {
  const width = WIDTH[family];
  if (/^\d{1,3}$/.test(text)) {
    const length = BigInt(text);
    return length <= width ? width - length : undefined;
  }
  const mask = parseAddress(text);
  if (mask?.family !== family) return undefined;
  const all = (1n << width) - 1n;
  return lowOnes(all ^ mask.bits) ?? lowOnes(mask.bits);
}

/** Number of one bits if they are the lowest ones, without a gap. */
function lowOnes(bits: bigint): bigint | undefined {
  return (bits & (bits + 1n)) === 0n ? BigInt(bits.toString(2).replace(/^0$/, '').length) : undefined;
}
