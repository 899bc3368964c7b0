import { isDeepStrictEqual } from 'node:util';
import type { Subject } from './options.js';
import type { TableContent } from './table.js';

/** A table as `nft -j list table` prints it: the members of its sets apart from everything else. */
export interface Listing {
  readonly allowed: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
  /** Chains, rules and sets without their numbers, in their order. */
  readonly structure: readonly unknown[];
}

/** Reads the output of nft. Throws a SyntaxError or TypeError for what is no such output. */
export function parseListing(json: string): Listing {
  const { nftables } = JSON.parse(json) as { nftables: readonly Record<string, unknown>[] };
  const elements: Record<'allowed' | 'denied', readonly string[]> = { allowed: [], denied: [] };
  const structure: unknown[] = [];
  for (const item of nftables) {
    const [kind = '', value] = Object.entries(item)[0] ?? [];
    if (kind === 'metainfo') continue;
    const { handle: _handle, elem, ...rest } = value as Record<string, unknown>;
    if (kind === 'set' && Array.isArray(elem)) {
      if (rest['name'] === 'allowed') elements.allowed = elem.map(String);
      else if (rest['name'] === 'denied') elements.denied = elem.map(String);
    }
    structure.push({ [kind]: rest });
  }
  return { allowed: new Set(elements.allowed), denied: new Set(elements.denied), structure };
}

/** Which of our structures a listing has: that tells what happens to unlisted machines; undefined: neither. */
export function restOf(
  { structure }: Listing,
  structures: Readonly<Record<TableContent['rest'], readonly unknown[]>>,
): TableContent['rest'] | undefined {
  return (['drop', 'accept'] as const).find((rest) => isDeepStrictEqual(structure, structures[rest]));
}

/** The structure our table has by the JSON schema of libnftables, version 1. */
export function expectedStructure(subject: Subject, rest: TableContent['rest']): readonly unknown[] {
  const { table, networkInterface, protocol, port } = subject;
  const family = 'inet';
  const match = (left: object, right: unknown) => ({ match: { op: '==', left, right } });
  const rule = (chain: string, ...expr: object[]) => ({ rule: { family, table, chain, expr } });
  const source = { payload: { protocol: 'ether', field: 'saddr' } };
  return [
    { table: { family, name: table } },
    { set: { family, name: 'allowed', table, type: 'ether_addr' } },
    { set: { family, name: 'denied', table, type: 'ether_addr' } },
    { chain: { family, table, name: 'dhcp' } },
    {
      chain: { family, table, name: 'input', type: 'filter', hook: 'input', prio: -10, policy: 'accept' },
    },
    rule('dhcp', match(source, '@denied'), { drop: null }),
    rule('dhcp', match(source, '@allowed'), { accept: null }),
    rule('dhcp', { [rest]: null }),
    rule(
      'input',
      match({ meta: { key: 'iifname' } }, networkInterface),
      match({ meta: { key: 'nfproto' } }, protocol),
      match({ payload: { protocol: 'udp', field: 'dport' } }, port),
      { jump: { target: 'dhcp' } },
    ),
  ];
}
