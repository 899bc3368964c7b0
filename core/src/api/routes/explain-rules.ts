import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/rules/explain`. */
export const explainRules: Route = {
  method: 'POST',
  path: '/v1/rules/explain',
  operation: 'explainRules',
  summary: 'Show what the rules would do with the stored data of a node',
  policy: 'introspection:rule:explain',
  isQuestion: true,
  requestBody: { required: true, description: 'What to explain.', schema: schemaRef('ExplainRequest') },
  responses: { 200: { description: 'What would happen.', schema: schemaRef('Explanation') } },
  failures: {
    400: 'The request or a rule in it is not valid.',
    404: 'The node or rule is unknown, or no data of the node are stored.',
    413: 'The body is too large.',
  },
  handle: async (request, { conductor }) =>
    jsonText(200, `${await conductor.explainRules(await request.body('rules'))}\n`),
};
