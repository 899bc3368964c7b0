import { openStackSchema } from '@inspector/plugin-api/openstack';
import { defineOptions, type OptionsOf } from '@inspector/plugin-api';

/** How Inspector proves to Ironic who it is. */
const AUTH_TYPES = [
  'none',
  'http_basic',
  'password',
  'v3password',
  'v3applicationcredential',
  'v3token',
] as const;

const text = { type: 'string', minLength: 1 } as const;
const seconds = (fallback: number, description: string) =>
  ({ type: 'number', minimum: 0, default: fallback, description }) as const;
const count = (minimum: number, fallback: number, description: string) =>
  ({ type: 'integer', minimum, default: fallback, description }) as const;

/** JSON Schema of {@link IronicOptions}. Secrets are marked `writeOnly`. */
export const ironicSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...openStackSchema('baremetal', 'none'),
    authType: {
      type: 'string',
      enum: AUTH_TYPES,
      default: 'none',
      description:
        'How to authenticate: not at all, with user name and password (HTTP Basic), or by Keystone with a password, an application credential or a token.',
    },
    authUrl: { ...text, description: 'URL of Keystone, with or without `/v3`.' },
    endpointOverride: {
      ...text,
      description:
        'URL of Ironic, with or without `/v1`. Default with `none`: `http://127.0.0.1:6385`; with Keystone: what its catalogue says.',
    },
    username: { ...text, description: 'User name for `http_basic` and Keystone.' },
    password: { ...text, writeOnly: true, description: 'Password for `http_basic` and Keystone.' },
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
});

/** Options of the group `ironic`, as they are after validation. Times are in seconds. */
export type IronicOptions = OptionsOf<typeof ironicSchema>;
