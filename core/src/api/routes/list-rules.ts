import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';
import { ruleSummaryBody } from '../rule-body.js';
import { breathing } from '../../tasks/breath.js';

/** `GET /v1/rules`. */
export const listRules: Route = {
  method: 'GET',
  path: '/v1/rules',
  operation: 'listRules',
  summary: 'List introspection rules in the order they were created',
  policy: 'introspection:rule:get',
  isLong: true,
  responses: { 200: { description: 'All rules, in short.', schema: schemaRef('RuleSummaries') } },
  handle: async ({ links }, { rules }) => {
    const bodies: string[] = [];
    const breathe = breathing();
    for (const rule of await rules.list()) {
      bodies.push(JSON.stringify(ruleSummaryBody(rule, links)));
      await breathe();
    }
    return jsonText(200, `{"rules":[${bodies.join(',')}]}\n`);
  },
};
