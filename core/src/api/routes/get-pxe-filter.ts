import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/pxe-filter`. */
export const getPxeFilter: Route = {
  method: 'GET',
  path: '/v1/pxe-filter',
  operation: 'getPxeFilter',
  summary: 'Show how the PXE filter stands, and what machines get',
  policy: 'introspection:pxe-filter',
  parameters: [
    {
      name: 'mac',
      in: 'query',
      description: 'MAC address of the machine to look at.',
      schema: { type: 'string' },
    },
    {
      name: 'node',
      in: 'query',
      description: 'UUID or name of a node whose machines are to be looked at.',
      schema: { type: 'string' },
    },
  ],
  responses: { 200: { description: 'The state of the filter.', schema: schemaRef('PxeFilter') } },
  failures: { 400: '`mac` is not a MAC address.', 404: 'There is no such node.' },
  handle: async ({ query }, { conductor }) => {
    const [mac, node] = [query.get('mac'), query.get('node')];
    return json(
      200,
      await conductor.pxeFilterStatus({
        ...(mac === null ? {} : { mac }),
        ...(node === null ? {} : { node }),
      }),
    );
  },
};
