import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';
import { ruleSummaryBody } from '../rule-body.js';

/** `GET /v1/rules`. */
export const listRules: Route = {
  method: 'GET',
  path: '/v1/rules',
  operation: 'listRules',
  summary: 'List introspection rules in the order they were created',
  policy: 'introspection:rule:get',
  responses: { 200: { description: 'All rules, in short.', schema: schemaRef('RuleSummaries') } },
  handle: async ({ links }, { rules }) =>
    json(200, { rules: (await rules.list()).map((rule) => ruleSummaryBody(rule, links)) }),
};
