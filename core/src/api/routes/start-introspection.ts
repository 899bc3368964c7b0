import { manageBootOf } from '../manage-boot.js';
import { nodeOf, nodeParameter } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { accepted } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/introspection/{node}`. A body, which the OpenStack SDK sends, is ignored. */
export const startIntrospection: Route = {
  method: 'POST',
  path: '/v1/introspection/{node}',
  operation: 'startIntrospection',
  summary: 'Start the introspection of a node',
  policy: 'introspection:start',
  parameters: [
    nodeParameter,
    {
      name: 'manage_boot',
      in: 'query',
      description: 'Whether Inspector sets the boot device and reboots the machine.',
      schema: { type: 'boolean', default: true },
    },
  ],
  responses: { 202: { description: 'The introspection begins.', schema: schemaRef('Empty') } },
  failures: {
    400: 'The node cannot be introspected in its present state, or `manage_boot` is not a boolean.',
    404: 'The bare metal service does not know the node.',
    409: 'Another operation holds the node; try again.',
    500: 'The bare metal service failed or cannot be reached.',
    503: 'The service is stopping.',
  },
  handle: async (request, { conductor }) => {
    await conductor.introspect(nodeOf(request), { manageBoot: manageBootOf(request.query) });
    return accepted();
  },
};
