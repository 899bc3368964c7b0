import { InspectorError } from '@inspector/plugin-api';
import { schemaRef } from '../openapi/schemas.js';
import { assertCallbackSecret } from '../callback-secret.js';
import { json } from '../reply.js';
import type { ApiRequest, Route } from '../route.js';

/** `POST /v1/continue`: where ramdisks deliver what they found. */
export const continueIntrospection: Route = {
  method: 'POST',
  path: '/v1/continue',
  operation: 'continueIntrospection',
  summary: 'Deliver the data a ramdisk has collected',
  policy: 'introspection:continue',
  public: true,
  parameters: [
    {
      name: 'secret',
      in: 'query',
      description: 'The secret of `processing.callbackSecret`, where one is set.',
      schema: { type: 'string' },
    },
  ],
  requestBody: {
    required: true,
    description: 'What the ramdisk found.',
    schema: schemaRef('IntrospectionData'),
  },
  responses: {
    200: { description: 'A node matched and the data are processed.', schema: schemaRef('ContinueResult') },
  },
  failures: {
    400: 'The data are malformed, match no node on introspection, or a hook or rule rejected them.',
    403: 'The address lacks the secret of `processing.callbackSecret`.',
    404: 'The node has been deleted from the bare metal service; its introspection has failed. Or, with `processing.quietLookup`, the data match no node on introspection.',
    409: 'The data of this node are being processed already.',
    413: 'The body is too large.',
    500: 'Processing failed unexpectedly, or the bare metal service cannot be reached.',
    503: 'The service is stopping, or too much is being received at this moment.',
  },
  handle: async (request, { conductor, config, refused }) => {
    const sender = { address: request.address };
    let text: string | undefined;
    try {
      assertCallbackSecret(request.query, config.processing.callbackSecret);
      text = await request.body('ramdisk-data');
      const { uuid } = await conductor.continue(text, sender);
      return json(200, { uuid });
    } catch (error) {
      if (refused && InspectorError.is(error) && BEFORE_LOOK_UP.has(error.code)) {
        refused.noteRefused(text ?? (await unwantedBody(request, error)), sender, error.message);
      }
      throw error;
    }
  },
};

/** Refusals before anybody has looked for the node; of the others the conductor keeps what has to be kept. */
const BEFORE_LOOK_UP: ReadonlySet<string> = new Set([
  'INSP_CALLBACK_REFUSED',
  'INSP_BODY_TOO_LARGE',
  'INSP_BAD_REQUEST',
  'INSP_LIMIT_EXCEEDED',
]);

/** The body of a post without the secret, which says whose ramdisk has the wrong address; undefined: it could not be read. */
async function unwantedBody(
  request: Pick<ApiRequest, 'body'>,
  { code }: InspectorError,
): Promise<string | undefined> {
  if (code !== 'INSP_CALLBACK_REFUSED') return undefined;
  return request.body('ramdisk-data').catch(() => undefined);
}
