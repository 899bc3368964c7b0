import { InspectorError } from '@inspector/plugin-api';
import type { BaselineScope } from '../../db/types.js';
import { canonicalUuid } from '../../node/uuid.js';
import { classNameOf } from '../baseline/baseline-request.js';
import type { ApiDependencies } from '../dependencies.js';
import { noContent } from '../reply.js';
import type { Route } from '../route.js';

/** `DELETE /v1/baselines`. */
export const clearBaseline: Route = {
  method: 'DELETE',
  path: '/v1/baselines',
  operation: 'clearBaseline',
  summary: 'Forget the hardware that a node, or each node of a class, should have',
  policy: 'introspection:baseline:change',
  parameters: [
    {
      name: 'node',
      in: 'query',
      description: 'UUID or name of a node; either this or `class`.',
      schema: { type: 'string', minLength: 1 },
    },
    {
      name: 'class',
      in: 'query',
      description: 'A resource class.',
      schema: { type: 'string', minLength: 1 },
    },
  ],
  responses: { 204: { description: 'It is gone.' } },
  failures: { 404: 'There is none.' },
  handle: async ({ query }, { conductor, baselines }) => {
    const scope = await scopeOf(query, conductor);
    if (await baselines.clear(scope)) return noContent();
    throw new InspectorError(
      'INSP_BASELINE_NOT_FOUND',
      scope.kind === 'node'
        ? `Node ${scope.uuid} has no baseline of its own`
        : `The class ${scope.name} has no baseline. GET /v1/baselines lists those there are`,
    );
  },
};

async function scopeOf(
  query: URLSearchParams,
  conductor: ApiDependencies['conductor'],
): Promise<BaselineScope> {
  const [node, className] = [query.get('node'), query.get('class')];
  if ((node === null) === (className === null) || node === '') {
    throw new InspectorError('INSP_BAD_REQUEST', 'Bad request: say either which node or which class');
  }
  if (className !== null) return { kind: 'class', name: classNameOf(className) };
  return { kind: 'node', uuid: canonicalUuid(node ?? '') ?? (await conductor.resolve(node ?? '')) };
}
