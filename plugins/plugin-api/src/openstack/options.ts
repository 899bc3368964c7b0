import type { JsonSchema } from '../json/types.js';

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

/** Options every client of an OpenStack service takes, as they are after validation. */
export interface OpenStackOptions {
  readonly authType: OpenStackAuthType;
  readonly authUrl?: string;
  readonly username?: string;
  readonly userId?: string;
  readonly userDomainId?: string;
  readonly userDomainName?: string;
  readonly password?: string;
  readonly projectName?: string;
  readonly projectId?: string;
  readonly projectDomainId?: string;
  readonly projectDomainName?: string;
  readonly domainId?: string;
  readonly domainName?: string;
  readonly defaultDomainId?: string;
  readonly defaultDomainName?: string;
  readonly systemScope?: string;
  readonly trustId?: string;
  readonly applicationCredentialId?: string;
  readonly applicationCredentialName?: string;
  readonly applicationCredentialSecret?: string;
  readonly token?: string;
  readonly endpointOverride?: string;
  readonly endpoint?: string;
  readonly serviceType: string;
  readonly serviceName?: string;
  readonly regionName?: string;
  readonly validInterfaces: readonly string[];
  readonly cafile?: string;
  readonly certfile?: string;
  readonly keyfile?: string;
  readonly insecure: boolean;
  readonly timeout: number;
}

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });
const secret = (description: string): JsonSchema => ({ ...text(description), writeOnly: true });

/**
 * JSON Schema properties of {@link OpenStackOptions}, to be spread into the schema of a plugin. Secrets are
 * marked `writeOnly`.
 *
 * @param serviceType - type of the service in the catalogue, such as `object-store`
 */
export const openStackSchema = (
  serviceType: string,
  authType: OpenStackAuthType,
): Readonly<Record<string, JsonSchema>> => ({
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
  cafile: text('CA certificates to trust for HTTPS, a PEM file. Default: those that Node.js brings.'),
  certfile: text('Client certificate to show, a PEM file.'),
  keyfile: text('Private key of the client certificate, a PEM file.'),
  insecure: {
    type: 'boolean',
    default: false,
    description: 'true: certificates are not checked. Not for production.',
  },
  timeout: {
    type: 'number',
    exclusiveMinimum: 0,
    default: 60,
    description: 'Seconds until a request that is not answered completely is given up.',
  },
});
