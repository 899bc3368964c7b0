import type { WantedFilterState } from '@inspector/plugin-api';
import type { Subject } from './options.js';

/** What the table says. */
export interface TableContent {
  /** Elements of the sets of the same names. */
  readonly allowed: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
  /** What happens to requests of machines in neither. */
  readonly rest: 'accept' | 'drop';
}

/** The content for a wanted state; while nobody may get a lease, nobody is listed as allowed. */
export function contentFor({ allowed, denied, unknown, active }: WantedFilterState): TableContent {
  return {
    allowed: active ? allowed : new Set(),
    denied,
    rest: active && unknown === 'allow' ? 'accept' : 'drop',
  };
}

/** Input of `nft -f -` that makes the table anew; carried out as a whole or not at all. */
export function wholeTable(subject: Subject, content: TableContent): string {
  const { table, networkInterface, protocol, port } = subject;
  return [
    ...removal(subject),
    `table inet ${table} {`,
    ...setDefinition('allowed', content.allowed),
    ...setDefinition('denied', content.denied),
    '  chain dhcp {',
    ...verdicts(content.rest).map((rule) => `    ${rule}`),
    '  }',
    '  chain input {',
    // Ten before the usual filter chains: what is dropped here stays dropped, what is accepted goes on to them.
    '    type filter hook input priority -10; policy accept;',
    `    iifname "${networkInterface}" meta nfproto ${protocol} udp dport ${port} jump dhcp`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Input of `nft -f -` that turns one content into another; fails as a whole when the first is not there. */
export function changesOf({ table }: Subject, from: TableContent, to: TableContent): string {
  const lines = (['allowed', 'denied'] as const).flatMap((set) => [
    ...elementsLine('add', table, set, missing(to[set], from[set])),
    ...elementsLine('delete', table, set, missing(from[set], to[set])),
  ]);
  if (from.rest !== to.rest) {
    lines.push(`flush chain inet ${table} dhcp`);
    lines.push(...verdicts(to.rest).map((rule) => `add rule inet ${table} dhcp ${rule}`));
  }
  return [...lines, ''].join('\n');
}

/** How many entries two contents differ by. */
export function countChanges(from: TableContent, to: TableContent): number {
  const sets = (['allowed', 'denied'] as const).map(
    (set) => missing(to[set], from[set]).length + missing(from[set], to[set]).length,
  );
  return sets.reduce((sum, count) => sum + count, from.rest === to.rest ? 0 : 1);
}

/** Lines that remove the table whether it is there or not. */
export const removal = ({ table }: Subject): string[] => [
  `add table inet ${table}`,
  `delete table inet ${table}`,
];

const verdicts = (rest: TableContent['rest']): string[] => [
  'ether saddr @denied drop',
  'ether saddr @allowed accept',
  rest,
];

const missing = (from: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
  [...from].filter((mac) => !other.has(mac));

function setDefinition(name: string, macs: ReadonlySet<string>): string[] {
  const elements = macs.size === 0 ? [] : [`    elements = { ${[...macs].join(', ')} }`];
  return [`  set ${name} {`, '    type ether_addr', ...elements, '  }'];
}

const elementsLine = (
  verb: 'add' | 'delete',
  table: string,
  set: string,
  macs: readonly string[],
): string[] => (macs.length === 0 ? [] : [`${verb} element inet ${table} ${set} { ${macs.join(', ')} }`]);
