import type { OptionsOf } from '../contract/options.js';

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;

/**
 * JSON Schema properties of {@link TlsOptions}: the certificates of a plugin that talks HTTPS to a service, to be spread into
 * its schema.
 */
export const tlsSchema = {
  cafile: text('CA certificates to trust for HTTPS, a PEM file. Default: those that Node.js brings.'),
  certfile: text('Client certificate to show, a PEM file.'),
  keyfile: text('Private key of the client certificate, a PEM file.'),
  insecure: {
    type: 'boolean',
    default: false,
    description: 'true: certificates are not checked. Not for production.',
  },
} as const;

/** Certificates of a plugin that talks HTTPS to a service, as they are after validation. */
export type TlsOptions = OptionsOf<{ readonly type: 'object'; readonly properties: typeof tlsSchema }>;
