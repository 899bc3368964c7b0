import { optionalText } from '../option.js';

/** The `ssl` group. */
export const sslOptions = {
  certFile: optionalText('Certificate chain of the server, PEM.'),
  keyFile: optionalText('Its private key, PEM.'),
  caFile: optionalText('CA certificates; when set, clients must show a certificate signed by one.'),
} as const;
