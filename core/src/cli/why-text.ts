import type { Diagnosis, Finding } from '@inspector/client';
import { nodeText } from './node-text.js';
import { shortTime } from './short-time.js';
import { oneLine } from './table.js';

/** What `inspector why` prints for people. */
export function whyLines(found: Diagnosis): string[] {
  return [
    headline(found),
    ...(found.last_contact === null ? [] : [contactLine(found.last_contact)]),
    ...found.findings.flatMap((finding, index) => ['', ...findingLines(finding, index + 1)]),
    '',
    lookedAt(found),
  ];
}

function headline({ asked, node, mac, state, since, ends_at: end }: Diagnosis): string {
  const who =
    node === null
      ? (mac ?? oneLine(asked))
      : `Node ${nodeText({ uuid: node.uuid, ...(node.name !== null && { name: node.name }) })}`;
  const card = node !== null && mac !== null ? `, asked about as ${mac}` : '';
  const standing =
    state === null ? 'no introspection' : `${state}${since === null ? '' : ` since ${shortTime(since)} UTC`}`;
  const rest = end === null ? '' : `, its time is over at ${shortTime(end)} UTC`;
  return `${who}${card}: ${standing}${rest}`;
}

const OUTCOMES = { processed: 'was processed', kept: 'is kept', refused: 'was refused' } as const;

function contactLine({ at, address, outcome, reason }: NonNullable<Diagnosis['last_contact']>): string {
  const from = address === null ? '' : ` from ${oneLine(address)}`;
  const why = reason === null ? '' : `: ${oneLine(reason)}`;
  return `Its latest post came at ${shortTime(at)} UTC${from} and ${OUTCOMES[outcome]}${why}`;
}

function findingLines({ code, certainty, evidence, remedy }: Finding, number: number): string[] {
  const indent = ' '.repeat(3);
  return [
    `${`${number}.`.padEnd(3)}${certainty}: ${code}`,
    `${indent}${oneLine(evidence)}`,
    ...(remedy === null ? [] : [`${indent}To do: ${oneLine(remedy)}`]),
  ];
}

/** One line about what the findings rest on. */
function lookedAt({ looked_at: sources }: Diagnosis): string {
  const seen = sources.map(({ source, name, milliseconds, unknown }) => {
    const who = name === null ? source : `${source} ${oneLine(name)}`;
    return unknown === null ? `${who} (${Math.round(milliseconds)} ms)` : `${who} (NOT SEEN)`;
  });
  return `Looked at: ${seen.join(', ')}`;
}
