import { InspectorError, STATES, type IntrospectionState } from '@inspector/plugin-api';
import type { Conductor } from '../../conductor/types.js';
import type { EventSelection } from '../../db/types.js';
import { canonicalUuid } from '../../node/uuid.js';
import { stateType } from '../../events/event-body.js';

/** Nodes that one request may name. */
const MOST_NODES = 500;
/** Types that one request may name. */
const MOST_TYPES = 50;
const TYPE = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/;

const bad = (text: string) => new InspectorError('INSP_BAD_REQUEST', `Bad request: ${text}`);

/**
 * Which events a request asks for.
 *
 * @throws `INSP_BAD_REQUEST`, and what looking for the name of a node throws
 */
export async function eventQuery(
  query: URLSearchParams,
  conductor: Pick<Conductor, 'resolve'>,
): Promise<EventSelection> {
  const types = typesOf(listIn(query, 'type'), listIn(query, 'state'));
  const names = listIn(query, 'node');
  if (names !== undefined && names.length > MOST_NODES) throw bad(`More than ${String(MOST_NODES)} nodes`);
  const nodes = names && (await Promise.all(names.map((node) => uuidOf(node, conductor))));
  return { ...(nodes && { nodes }), ...(types && { types }) };
}

/**
 * An id of an event.
 *
 * @throws `INSP_BAD_REQUEST`
 */
export function eventId(text: string, what: string): number {
  const id = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(id)) {
    throw bad(`${what} must be the id of an event, a whole number, not "${text}"`);
  }
  return id;
}

const uuidOf = async (node: string, conductor: Pick<Conductor, 'resolve'>): Promise<string> =>
  canonicalUuid(node) ?? (await conductor.resolve(node));

/** The values of a parameter that is given several times, or has commas; undefined: it is not there. */
function listIn(query: URLSearchParams, name: string): string[] | undefined {
  if (!query.has(name)) return undefined;
  const values = query.getAll(name).flatMap((text) => text.split(','));
  const unique = [...new Set(values.filter((value) => value !== ''))];
  if (unique.length === 0) throw bad(`"${name}" names nothing; leave it out to select all`);
  return unique;
}

function typesOf(types: string[] | undefined, states: string[] | undefined): string[] | undefined {
  if (types !== undefined && types.length > MOST_TYPES) throw bad(`More than ${String(MOST_TYPES)} types`);
  const wrong = types?.find((type) => type.length > 64 || !TYPE.test(type));
  if (wrong !== undefined) throw bad(`"${wrong}" is no type of an event`);
  if (states === undefined) return types;
  const unknown = states.filter((name) => !isState(name));
  if (unknown.length > 0) throw bad(`State(s) "${unknown.join(', ')}" are not valid`);
  const ofStates = states.filter(isState).map(stateType);
  if (types === undefined) return ofStates;
  return ofStates.filter((one) => types.some((type) => one === type || one.startsWith(`${type}.`)));
}

const isState = (name: string): name is IntrospectionState => (STATES as readonly string[]).includes(name);
