import { InspectorError } from '@inspector/plugin-api';
import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';
import { withRuleLinks } from '../rule-body.js';
import { breathing } from '../../tasks/breath.js';

const FLAGS: ReadonlyMap<string | null, boolean> = new Map([
  [null, false],
  ['false', false],
  ['true', true],
]);

/** `POST /v1/rules/import`. */
export const importRules: Route = {
  method: 'POST',
  path: '/v1/rules/import',
  operation: 'importRules',
  summary: 'Create introspection rules, all of them or none',
  policy: 'introspection:rule:create',
  parameters: [
    {
      name: 'replace',
      in: 'query',
      description: 'true: rules whose UUID exists take the place of the old ones instead of being refused.',
      schema: { type: 'boolean', default: false },
    },
  ],
  requestBody: { required: true, description: 'One rule or a list of them.', schema: schemaRef('NewRules') },
  responses: { 201: { description: 'The rules are created.', schema: schemaRef('Rules') } },
  failures: {
    400: 'A rule is not valid, or there are more than 50,000; the message says which one and what is wrong. None is created.',
    409: 'A rule with one of the UUIDs exists already. None is created.',
    413: 'The body is too large.',
  },
  handle: async (request, { conductor }) => {
    const replace = FLAGS.get(request.query.get('replace'));
    if (replace === undefined) {
      throw new InspectorError('INSP_BAD_REQUEST', '`replace` must be true or false');
    }
    const texts = await conductor.importRules(await request.body('rules'), { replace });
    const bodies: string[] = [];
    const breathe = breathing();
    for (const text of texts) {
      bodies.push(withRuleLinks(text, request.links).trimEnd());
      await breathe();
    }
    return jsonText(201, `{"rules":[${bodies.join(',')}]}\n`);
  },
};
