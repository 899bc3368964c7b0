import type { JsonSchema } from '@inspector/core';

/** How Inspector proves to Ironic who it is. */
export type AuthType = 'none' | 'http_basic';

/** Options of the group `ironic`, as they are after validation. Times are in seconds. */
export interface IronicOptions {
  readonly authType: AuthType;
  readonly endpointOverride?: string;
  readonly endpoint?: string;
  readonly username?: string;
  readonly password?: string;
  readonly cafile?: string;
  readonly certfile?: string;
  readonly keyfile?: string;
  readonly insecure: boolean;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly retryInterval: number;
  readonly statusCodeRetries?: number;
  readonly statusCodeRetryDelay?: number;
  readonly connectRetries: number;
  readonly connectRetryDelay: number;
  readonly maxParallelRequests: number;
}

const text = (description: string) => ({ type: 'string', minLength: 1, description });
const secret = (description: string) => ({ ...text(description), writeOnly: true });
const seconds = (fallback: number, description: string) => ({
  type: 'number',
  minimum: 0,
  default: fallback,
  description,
});
const count = (minimum: number, fallback: number, description: string) => ({
  type: 'integer',
  minimum,
  default: fallback,
  description,
});

/** JSON Schema of {@link IronicOptions}. Secrets are marked `writeOnly`. */
export const ironicSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    authType: {
      type: 'string',
      enum: ['none', 'http_basic'],
      default: 'none',
      description: 'How to authenticate: not at all, or with user name and password (HTTP Basic).',
    },
    endpointOverride: text(
      'URL of Ironic, with or without `/v1`. Default with `none`: `http://127.0.0.1:6385`.',
    ),
    endpoint: text('Another name of `endpointOverride`, which wins when both are set.'),
    username: text('User name for `http_basic`.'),
    password: secret('Password for `http_basic`.'),
    cafile: text('CA certificates to trust for HTTPS, a PEM file. Default: those that Node.js brings.'),
    certfile: text('Client certificate to show, a PEM file.'),
    keyfile: text('Private key of the client certificate, a PEM file.'),
    insecure: {
      type: 'boolean',
      default: false,
      description: 'true: the certificate of the service is not checked. Not for production.',
    },
    timeout: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 86400,
      default: 60,
      description: 'Seconds until a request that is not answered completely is given up.',
    },
    maxRetries: count(
      0,
      30,
      'How often a request is repeated that is refused with 409 (node locked) or 503.',
    ),
    retryInterval: seconds(2, 'Seconds between those.'),
    statusCodeRetries: {
      type: 'integer',
      minimum: 0,
      description: 'Another name of `maxRetries`; wins when set.',
    },
    statusCodeRetryDelay: {
      type: 'number',
      minimum: 0,
      description: 'Another name of `retryInterval`; wins when set.',
    },
    connectRetries: count(
      0,
      2,
      'How often a request is repeated that got no connection, or lost it where repeating does no harm.',
    ),
    connectRetryDelay: seconds(0.5, 'Seconds before the first of those; doubled each time.'),
    maxParallelRequests: count(1, 20, 'Requests under way at the same time; further ones wait their turn.'),
  },
};
