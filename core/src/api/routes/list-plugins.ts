import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/plugins`. */
export const listPlugins: Route = {
  method: 'GET',
  path: '/v1/plugins',
  operation: 'listPlugins',
  summary: 'List the installed plugins and what became of them',
  policy: 'introspection:plugins',
  responses: { 200: { description: 'All installed plugins.', schema: schemaRef('Plugins') } },
  handle: async (_request, { conductor }) => json(200, { plugins: await conductor.listPlugins() }),
};
