import { noContent } from '../reply.js';
import type { Route } from '../route.js';

/** `DELETE /v1/rules`. */
export const deleteRules: Route = {
  method: 'DELETE',
  path: '/v1/rules',
  operation: 'deleteRules',
  summary: 'Delete all introspection rules',
  policy: 'introspection:rule:delete',
  responses: { 204: { description: 'There are no rules any more.' } },
  handle: async (_request, { rules }) => {
    await rules.deleteAll();
    return noContent();
  },
};
