import { selfLink } from '../links.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';
import { MAXIMUM_VERSION, formatVersion } from '../version.js';

/** `GET /`: where clients begin to find the API. */
export const listVersions: Route = {
  method: 'GET',
  path: '/',
  operation: 'listVersions',
  summary: 'List the versions of the API',
  policy: 'introspection',
  public: true,
  responses: { 200: { description: 'The one version there is.', schema: schemaRef('Versions') } },
  handle: ({ links }) =>
    json(200, {
      versions: [
        {
          id: formatVersion(MAXIMUM_VERSION),
          status: 'CURRENT',
          links: selfLink(links.absolute(`/v${MAXIMUM_VERSION.major}`)),
        },
      ],
    }),
};
