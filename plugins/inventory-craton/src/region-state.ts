import { createHash } from 'node:crypto';
import type { InventoryChange } from '@inspector/plugin-api/inventory';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import { corrupt } from './faults.js';
import { inPieces, piecesOf, textIn } from './pieces.js';

/** Names of the variables of the region. */
export const DOCUMENT = 'inspector_document';
export const PENDING = 'inspector_pending';
const REVISION = 'inspector_revision';
const FORMER = /^inspector_rev_([1-9]\d{0,14})$/;

/** What is written down about the newest revision. */
export interface RevisionNote {
  readonly id: string;
  /** Counts the writes, 1 for the first. */
  readonly number: number;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly sha256: string;
}

/** A revision in the history. */
export interface FormerRevision extends RevisionNote {
  readonly reason: string;
  readonly source: string;
  readonly summary: InventoryChange | null;
  readonly text: string;
}

/** What the variables of the region say about the inventory. */
export interface RegionState {
  /** undefined: nothing is stored. */
  readonly revision: RevisionNote | undefined;
  /** The newest document. */
  readonly text: string | undefined;
  /** The document that the hosts in Craton have been made of; undefined: not known. */
  readonly applied: string | undefined;
  /** A write was decided on, and the hosts in Craton may not have it yet. */
  readonly isPending: boolean;
}

/**
 * Reads the variables of the region.
 *
 * @throws `INSP_INVENTORY_CORRUPT` where there is something that no write has left
 */
export function stateOf(variables: JsonObject, where: string): RegionState {
  const isPending = Object.hasOwn(variables, PENDING);
  const written = member(variables, REVISION);
  const applied = textIn(DOCUMENT, variables);
  if (written === undefined) {
    if (!isPending && piecesOf(DOCUMENT, variables).length === 0) {
      return { revision: undefined, text: undefined, applied: undefined, isPending: false };
    }
    throw damaged(where, `the variable ${REVISION} is missing`);
  }
  const revision = noteOf(written);
  if (revision === undefined) throw damaged(where, `the variable ${REVISION} has not what it should have`);
  const name = isPending ? PENDING : DOCUMENT;
  const text = isPending ? textIn(PENDING, variables) : applied;
  if (text === undefined) throw damaged(where, `the variable ${name} is missing, or a piece of it`);
  if (digestOf(text) !== revision.sha256) {
    throw damaged(
      where,
      `the text in ${name} was changed by something else: its digest is not ${revision.sha256}`,
    );
  }
  return { revision, text, applied, isPending };
}

/** What a write puts into the region in one request: afterwards it is decided. */
export function commitOf(revision: FormerRevision, withHistory: boolean): JsonObject {
  const { id, number, author, time, sha256, text, reason, source, summary } = revision;
  const note = { id, number, author, time, sha256 };
  const former = JSON.stringify({ ...note, reason, source, summary, text });
  return {
    ...inPieces(PENDING, text),
    [REVISION]: note,
    ...(withHistory && inPieces(`inspector_rev_${number}`, former)),
  };
}

/** The revisions of the history that are whole, the newest first. */
export function formerRevisions(variables: JsonObject): FormerRevision[] {
  return formerNumbers(variables).flatMap((number) => {
    const text = textIn(`inspector_rev_${number}`, variables);
    return text === undefined ? [] : (formerIn(text) ?? []);
  });
}

/** The variables of revisions that are more than so many. */
export const surplusRevisions = (variables: JsonObject, keep: number): string[] =>
  formerNumbers(variables)
    .slice(keep)
    .flatMap((number) => piecesOf(`inspector_rev_${number}`, variables));

const formerNumbers = (variables: JsonObject): number[] =>
  Object.keys(variables)
    .map((key) => Number(FORMER.exec(key)?.[1]))
    .filter((number) => !Number.isNaN(number))
    .sort((one, other) => other - one);

/** SHA-256 of a text, in hexadecimal. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function noteOf(value: Json | undefined): RevisionNote | undefined {
  const [id, author, time, sha256] = ['id', 'author', 'time', 'sha256'].map((key) => textMember(value, key));
  const number = member(value, 'number');
  if (!id || author === undefined || time === undefined || sha256 === undefined) return undefined;
  return typeof number === 'number' ? { id, number, author, time, sha256 } : undefined;
}

/** A revision that is not as it was written is none. */
function formerIn(json: string): FormerRevision | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const note = noteOf(value);
  const [reason, source, text] = ['reason', 'source', 'text'].map((key) => textMember(value, key));
  if (note === undefined || reason === undefined || source === undefined || text === undefined)
    return undefined;
  if (digestOf(text) !== note.sha256) return undefined;
  const summary = (member(value, 'summary') ?? null) as InventoryChange | null;
  return { ...note, reason, source, summary, text };
}

const damaged = (where: string, what: string): Error =>
  corrupt(
    `The inventory in ${where} is damaged: ${what}. Put a document in its place: inspector inventory restore REVISION --force, or inspector inventory import FILE --replace --force`,
  );
