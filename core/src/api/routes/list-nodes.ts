import { LONGEST_CONDITION } from '../../machines/condition.js';
import { listMachines } from '../../machines/list-machines.js';
import { conditionOf } from '../condition-query.js';
import { listQuery } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/nodes`. */
export const listNodes: Route = {
  method: 'GET',
  path: '/v1/nodes',
  operation: 'listNodes',
  summary: 'List what the machines of all nodes are, by UUID of the node',
  policy: 'introspection:data',
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: 'Most nodes to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'marker',
      in: 'query',
      description: 'UUID of the last node of the page before.',
      schema: { type: 'string', format: 'uuid' },
    },
    {
      name: 'where',
      in: 'query',
      description:
        'Condition about the machine, such as `memory_mb < 262144 and vendor = Dell`. Default: all machines.',
      schema: { type: 'string', maxLength: LONGEST_CONDITION },
    },
  ],
  responses: {
    200: { description: 'Nodes whose introspection told of a machine.', schema: schemaRef('Machines') },
  },
  handle: async ({ query }, { config, summaries }) => {
    const { limit, marker } = listQuery(query, config.apiMaxLimit);
    const where = conditionOf(query);
    const nodes = await listMachines(summaries, {
      limit,
      ...(marker === undefined ? {} : { marker }),
      ...(where && { where }),
    });
    return json(200, { nodes });
  },
};
