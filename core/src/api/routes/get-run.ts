import { unpackedText } from '../../history/unpack.js';
import { findRun, runNumber, runText } from '../history/find-run.js';
import { runBody } from '../history/run-body.js';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import { pathParameter, type Route } from '../route.js';

/** `GET /v1/introspection/{node}/history/{number}`. */
export const getRun: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/history/{number}',
  operation: 'getRun',
  summary: 'Get all that is kept of an introspection: data, results of hooks, rules that applied, changes',
  policy: 'introspection:data',
  isLong: true,
  parameters: [
    nodeParameter,
    {
      name: 'number',
      in: 'path',
      description: 'Number of the introspection, or `latest`.',
      schema: { type: 'string', pattern: '^(?:[1-9][0-9]*|latest)$' },
    },
  ],
  responses: { 200: { description: 'The introspection.', schema: schemaRef('RunDetails') } },
  failures: { 404: 'The node is unknown, or this introspection of it is not kept.' },
  handle: async (request, { conductor, history }) => {
    const given = pathParameter(request, 'number');
    const number = given === 'latest' ? undefined : runNumber(given);
    const uuid = await uuidOf(request, conductor);
    const run = await findRun(history, uuid, number);
    const details = await unpackedText(run.body, runText(uuid, run.number));
    // The text goes out as it is kept: its numbers may have a form that JavaScript would not write.
    return jsonText(200, `${JSON.stringify(runBody(run)).slice(0, -1)},${details.slice(1)}\n`);
  },
};
