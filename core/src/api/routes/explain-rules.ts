import { type JsonObject, InspectorError } from '@inspector/plugin-api';
import type { Conductor } from '../../conductor/types.js';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import { canonicalUuid } from '../../node/uuid.js';
import type { ExplainRequest } from '../../rules/types.js';
import { schemaRef } from '../openapi/schemas.js';
import { parsePostedData } from '../posted-data.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/rules/explain`. */
export const explainRules: Route = {
  method: 'POST',
  path: '/v1/rules/explain',
  operation: 'explainRules',
  summary: 'Show what the rules would do with the stored data of a node',
  policy: 'introspection:rule:explain',
  requestBody: { required: true, description: 'What to explain.', schema: schemaRef('ExplainRequest') },
  responses: { 200: { description: 'What would happen.', schema: schemaRef('Explanation') } },
  failures: {
    404: 'The node or rule is unknown, or no data of the node are stored.',
    413: 'The body is too large.',
  },
  handle: async (request, { conductor, rules }) => {
    const { data } = parsePostedData(await request.body());
    return json(200, await rules.explain(await requestIn(data, conductor)));
  },
};

async function requestIn(data: JsonObject, conductor: Conductor): Promise<ExplainRequest> {
  const node = textMember(data, 'node');
  const rule = textMember(data, 'rule');
  if (node === undefined || node === '')
    throw new InspectorError('INSP_BAD_REQUEST', '`node` must name a node');
  if (rule === undefined && Object.hasOwn(data, 'rule')) {
    throw new InspectorError('INSP_BAD_REQUEST', '`rule` must be the UUID of a rule');
  }
  const uuid = canonicalUuid(node) ?? (await conductor.resolve(node));
  return { node: uuid, ...(rule === undefined ? {} : { rule }) };
}
