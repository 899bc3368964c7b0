import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';
import { withRuleLinks } from '../rule-body.js';
import { isBefore } from '../version.js';
import { warningHeader } from '../warning-header.js';

/** The version from which on a created rule is answered with 201. */
const CREATED_SINCE = { major: 1, minor: 6 };

/** `POST /v1/rules`. */
export const createRule: Route = {
  method: 'POST',
  path: '/v1/rules',
  operation: 'createRule',
  summary: 'Create an introspection rule',
  policy: 'introspection:rule:create',
  requestBody: { required: true, description: 'The rule.', schema: schemaRef('NewRule') },
  responses: {
    200: {
      description: 'The rule is created; the answer to versions before 1.6.',
      schema: schemaRef('Rule'),
    },
    201: { description: 'The rule is created.', schema: schemaRef('Rule') },
  },
  failures: {
    400: 'The rule is not valid; the message names what is wrong.',
    409: 'A rule with this UUID exists already.',
    413: 'The body is too large.',
  },
  handle: async (request, { conductor }) => {
    const { json, warnings } = await conductor.createRule(await request.body('rules'));
    const status = isBefore(request.version, CREATED_SINCE) ? 200 : 201;
    return {
      ...jsonText(status, withRuleLinks(json, request.links)),
      headers: warningHeader(warnings),
    };
  },
};
