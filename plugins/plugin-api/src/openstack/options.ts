import type { OptionsOf } from '../contract/options.js';
import { tlsSchema } from './tls-schema.js';

/** How a client of an OpenStack service proves who it is. */
export const AUTH_TYPES = [
  'none',
  'http_basic',
  'password',
  'v3password',
  'v3applicationcredential',
  'v3token',
  'tempauth',
  'v1password',
] as const;

/** One of {@link AUTH_TYPES}. */
export type OpenStackAuthType = (typeof AUTH_TYPES)[number];

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;
const secret = (description: string) => ({ ...text(description), writeOnly: true }) as const;

/**
 * JSON Schema properties of {@link OpenStackOptions}, to be spread into the schema of a plugin, which is declared with
 * `defineOptions` or written into its definition. Secrets are marked `writeOnly`.
 *
 * @param serviceType - type of the service in the catalogue, such as `object-store`
 */
export const openStackSchema = (serviceType: string, authType: OpenStackAuthType) =>
  ({
    authType: {
      type: 'string',
      enum: AUTH_TYPES,
      default: authType,
      description: 'How to authenticate. `tempauth` is the sign-on that Swift has of its own.',
    },
    authUrl: text(
      'URL of the identity service, with or without `/v3`; with `tempauth` the whole `…/auth/v1.0`.',
    ),
    username: text('User name.'),
    userId: text('User id, instead of the name.'),
    userDomainId: text('Domain of the user.'),
    userDomainName: text('Domain of the user, by name.'),
    password: secret('Password, or key with `tempauth`.'),
    projectName: text('Project to work in.'),
    projectId: text('Project to work in, by id.'),
    projectDomainId: text('Domain of the project.'),
    projectDomainName: text('Domain of the project, by name.'),
    domainId: text('Domain to work in, instead of a project.'),
    domainName: text('The same by name.'),
    defaultDomainId: text('Domain of user and project where none is given.'),
    defaultDomainName: text('The same by name.'),
    systemScope: text('`all` to work on the whole system, instead of a project.'),
    trustId: text('Trust to work under.'),
    applicationCredentialId: text('Application credential.'),
    applicationCredentialName: text('Application credential by name; needs the user too.'),
    applicationCredentialSecret: secret('Secret of the application credential.'),
    token: secret('Token to start from.'),
    endpointOverride: text('URL of the service; the catalogue is not asked then.'),
    endpoint: text('Another name of `endpointOverride`, which wins when both are set.'),
    serviceType: { ...text('Type of the service in the catalogue.'), default: serviceType },
    serviceName: text('Name of the service in the catalogue, where several are of the type.'),
    regionName: text('Region whose endpoint is used. Default: the first in the catalogue.'),
    validInterfaces: {
      type: 'array',
      items: { type: 'string' },
      default: ['internal', 'public'],
      description: 'Interfaces of endpoints, in order of preference.',
    },
    ...tlsSchema,
    timeout: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 60,
      description: 'Seconds until a request that is not answered completely is given up.',
    },
  }) as const;

/** Options every client of an OpenStack service takes, as they are after validation. */
export type OpenStackOptions = OptionsOf<{
  readonly type: 'object';
  readonly properties: ReturnType<typeof openStackSchema>;
}>;
