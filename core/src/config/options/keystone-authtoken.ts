import { openStackSchema } from '@inspector/plugin-api/options';
import type { JsonSchema, OptionsOf } from '@inspector/plugin-api';
import { flag, integer, list, optionalText, type Option, text } from '../option.js';

type Connection = ReturnType<typeof openStackSchema>;
/** Options of a client that mean something else here, or nothing. */
const NOT_SHARED = ['serviceType', 'serviceName', 'validInterfaces', 'timeout', 'endpoint'] as const;
type NotShared = (typeof NOT_SHARED)[number];
type ConnectionValues = OptionsOf<{ readonly type: 'object'; readonly properties: Connection }>;
type ConnectionOptions = {
  readonly [K in Exclude<keyof Connection, NotShared>]: Option<ConnectionValues[K]>;
};

/** How Inspector itself signs on, in the form that options of core have. */
function connectionOptions(): ConnectionOptions {
  const properties: Readonly<Record<string, JsonSchema>> = openStackSchema('identity', 'password');
  const shared = Object.entries(properties).filter(([name]) => !NOT_SHARED.some((other) => other === name));
  const options = shared.map(([name, schema]) => {
    const { default: fallback, description = '', writeOnly: secret = false } = schema;
    return [name, { schema, fallback, description, secret }];
  });
  return Object.fromEntries(options) as ConnectionOptions;
}

/** The `keystoneAuthtoken` group: how callers prove who they are with tokens of Keystone. */
export const keystoneAuthtokenOptions = {
  ...connectionOptions(),
  wwwAuthenticateUri: optionalText(
    'Address of Keystone that callers without a token are told. Default: `authUrl`.',
  ),
  interface: text('internal', 'Interface of the endpoint of Keystone that is asked.'),
  httpConnectTimeout: integer(5, 'Seconds for which Keystone may take for one answer.', { minimum: 1 }),
  tokenCacheTime: integer(
    300,
    'Seconds for which a good token is remembered, also after it was revoked; 0 or -1: not at all.',
    { minimum: -1 },
  ),
  serviceTokenRoles: list(
    ['service'],
    'Roles of which a service needs one to send the token of somebody else, in the header `X-Service-Token`.',
  ),
  serviceType: text(
    'baremetal-introspection',
    'Type of this service, which the access rules of application credentials name.',
  ),
  includeServiceCatalog: flag(
    false,
    'true: Keystone sends its catalogue with each answer; nothing reads it.',
  ),
} as const;
