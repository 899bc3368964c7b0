import { InspectorError } from '@inspector/plugin-api';
import { selfLink } from '../links.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import { pathParameter, type Route } from '../route.js';

const RESOURCES = ['introspection', 'continue', 'rules'];

/** `GET /v1`. Every other single part of a path is taken for the name of a version that does not exist. */
export const listResources: Route = {
  method: 'GET',
  path: '/{version}',
  operation: 'listResources',
  summary: 'List the resources of a version',
  policy: 'introspection:version',
  public: true,
  parameters: [{ name: 'version', in: 'path', description: 'Only `v1` exists.', schema: { type: 'string' } }],
  responses: { 200: { description: 'The resources.', schema: schemaRef('Resources') } },
  failures: { 404: 'There is no such version.' },
  handle: (request) => {
    const version = pathParameter(request, 'version');
    if (version !== 'v1') throw new InspectorError('INSP_ROUTE_NOT_FOUND', `Version ${version} not found.`);
    return json(200, {
      resources: RESOURCES.map((name) => ({
        name,
        links: selfLink(request.links.absolute(`/v1/${name}`)),
      })),
    });
  },
};
