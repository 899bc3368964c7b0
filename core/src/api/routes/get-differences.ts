import { differences } from '../../difference/differences.js';
import { comparedRuns } from '../history/compared-runs.js';
import { NUMBER_SCHEMA, runNumber } from '../history/find-run.js';
import { runBody } from '../history/run-body.js';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { ApiRequest, Route } from '../route.js';

/** `GET /v1/introspection/{node}/diff`. */
export const getDifferences: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/diff',
  operation: 'getDifferences',
  summary: 'Tell how the hardware of a node differs between two introspections',
  policy: 'introspection:data',
  isLong: true,
  parameters: [
    nodeParameter,
    {
      name: 'from',
      in: 'query',
      description: 'Number of the introspection before. Default: the last one with data before `to`.',
      schema: NUMBER_SCHEMA,
    },
    {
      name: 'to',
      in: 'query',
      description: 'Number of the introspection after. Default: the newest one with data.',
      schema: NUMBER_SCHEMA,
    },
  ],
  responses: { 200: { description: 'The differences.', schema: schemaRef('Differences') } },
  failures: { 404: 'The node is unknown, or one of the introspections is not kept, or has no data.' },
  handle: async (request, { conductor, history }) => {
    const asked = { from: asNumber(request, 'from'), to: asNumber(request, 'to') };
    const uuid = await uuidOf(request, conductor);
    const { from, to } = await comparedRuns(history, uuid, asked);
    const found = differences(from.data, to.data);
    return json(200, { uuid, from: runBody(from.run), to: runBody(to.run), differences: found });
  },
};

function asNumber({ query }: ApiRequest, name: string): number | undefined {
  const given = query.get(name);
  return given === null ? undefined : runNumber(given);
}
