import type { Conductor } from '../conductor/types.js';
import { canonicalUuid } from '../node/uuid.js';
import { pathParameter, type ApiRequest, type RouteParameter } from './route.js';

/** The `{node}` part of a path. */
export const nodeParameter: RouteParameter = {
  name: 'node',
  in: 'path',
  description: 'UUID of the node in any spelling, or its name in the bare metal service.',
  schema: { type: 'string', minLength: 1 },
};

/** The node a path names: a UUID in canonical spelling, or a name. */
export function nodeOf(request: ApiRequest): string {
  const given = pathParameter(request, 'node');
  return canonicalUuid(given) ?? given;
}

/** UUID of the node a path names. Only names are looked up in the bare metal service. */
export async function uuidOf(request: ApiRequest, conductor: Conductor): Promise<string> {
  const given = pathParameter(request, 'node');
  return canonicalUuid(given) ?? (await conductor.resolve(given));
}
