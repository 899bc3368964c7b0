import { noContent } from '../reply.js';
import { pathParameter, type Route } from '../route.js';
import { ruleParameter } from './rule-parameter.js';

/** `DELETE /v1/rules/{uuid}`. */
export const deleteRule: Route = {
  method: 'DELETE',
  path: '/v1/rules/{uuid}',
  operation: 'deleteRule',
  summary: 'Delete an introspection rule',
  policy: 'introspection:rule:delete',
  parameters: [ruleParameter],
  responses: { 204: { description: 'The rule is gone.' } },
  failures: { 404: 'There is no such rule.' },
  handle: async (request, { rules }) => {
    await rules.delete(pathParameter(request, 'uuid'));
    return noContent();
  },
};
