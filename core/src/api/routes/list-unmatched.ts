import type { StoredUnmatchedPosts } from '../../db/types.js';
import { limitOf } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/unmatched`. */
export const listUnmatched: Route = {
  method: 'GET',
  path: '/v1/unmatched',
  operation: 'listUnmatched',
  summary: 'List machines whose posts matched no node, the latest first',
  policy: 'introspection:diagnosis',
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: 'Most machines to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
  ],
  responses: { 200: { description: 'The machines.', schema: schemaRef('UnmatchedMachines') } },
  handle: async ({ query }, { config, unmatched }) => {
    const found = await unmatched.list(limitOf(query.get('limit'), config.apiMaxLimit));
    return json(200, { unmatched: found.map(machineBody) });
  },
};

const machineBody = (machine: StoredUnmatchedPosts): object => ({
  address: machine.address,
  macs: machine.macs,
  bmc_addresses: machine.bmcAddresses,
  reason: machine.reason,
  nearest: machine.nearest,
  posts: machine.posts,
  first_seen: machine.firstSeen,
  last_seen: machine.lastSeen,
});
