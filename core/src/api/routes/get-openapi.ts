import { openApiDocument } from '../openapi/document.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/**
 * `GET /openapi.json`.
 *
 * @param routes all routes, this one included
 */
export const getOpenApi = (routes: () => readonly Route[]): Route => ({
  method: 'GET',
  path: '/openapi.json',
  operation: 'getOpenApi',
  summary: 'Get this document',
  policy: 'introspection:openapi',
  public: true,
  responses: { 200: { description: 'The OpenAPI 3.1 document of the API.', schema: { type: 'object' } } },
  handle: ({ links }, { config }) =>
    json(200, openApiDocument(routes(), links.absolute(''), config.authStrategy)),
});
