import type { RecordPage } from '../db/types.js';
import { InspectorError, STATES, type IntrospectionState } from '@inspector/plugin-api';
import { canonicalUuid } from '../node/uuid.js';

const bad = (text: string) => new InspectorError('INSP_BAD_REQUEST', `Bad request: ${text}`);

/**
 * What a list request selects. Parameters it does not know are ignored.
 *
 * @param maximum largest and default page size
 * @throws INSP_BAD_REQUEST
 */
export function listQuery(query: URLSearchParams, maximum: number): RecordPage {
  const marker = markerOf(query.get('marker'));
  const states = statesOf(query.get('state'));
  return {
    limit: limitOf(query.get('limit'), maximum),
    ...(marker === undefined ? {} : { marker }),
    ...(states === undefined ? {} : { states }),
  };
}

/**
 * The size of a page.
 *
 * @param maximum - largest and default
 * @throws INSP_BAD_REQUEST
 */
export function limitOf(text: string | null, maximum: number): number {
  if (text === null) return maximum;
  if (!/^[+-]?\d+$/.test(text.trim())) throw bad(`Limit must be a whole number, not "${text}"`);
  const limit = Number(text) || maximum;
  if (limit < 0) throw bad('Limit cannot be negative');
  if (limit > maximum) throw bad(`Limit over ${maximum}`);
  return limit;
}

function markerOf(text: string | null): string | undefined {
  if (text === null) return undefined;
  const uuid = canonicalUuid(text);
  if (uuid === undefined) throw bad('Marker not UUID-like');
  return uuid;
}

function statesOf(text: string | null): IntrospectionState[] | undefined {
  if (text === null) return undefined;
  const names = text.split(',');
  const unknown = names.filter((name) => !isState(name));
  if (unknown.length > 0) throw bad(`State(s) "${unknown.join(', ')}" are not valid`);
  return names.filter(isState);
}

const isState = (name: string): name is IntrospectionState => (STATES as readonly string[]).includes(name);
