import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import { pathParameter, type Route } from '../route.js';
import { withRuleLinks } from '../rule-body.js';
import { ruleParameter } from './rule-parameter.js';

/** `GET /v1/rules/{uuid}`. */
export const getRule: Route = {
  method: 'GET',
  path: '/v1/rules/{uuid}',
  operation: 'getRule',
  summary: 'Show an introspection rule',
  policy: 'introspection:rule:get',
  parameters: [ruleParameter],
  responses: { 200: { description: 'The rule.', schema: schemaRef('Rule') } },
  failures: { 404: 'There is no such rule.' },
  handle: async (request, { rules }) => {
    const rule = await rules.getJson(pathParameter(request, 'uuid'));
    return jsonText(200, withRuleLinks(rule, request.links));
  },
};
