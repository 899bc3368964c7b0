import { choice, optionalText, table } from '../option.js';

/** Lowest versions as ironic-inspector names them; those below 1.2 stand for 1.2. */
const VERSIONS = ['TLSv1_2', 'TLSv1_3', 'TLSv1_1', 'TLSv1', 'SSLv23', 'SSLv3', 'SSLv2'] as const;

/** The `ssl` group. */
export const sslOptions = {
  certFile: optionalText(
    'Certificate chain of the server, PEM, its own certificate first. Like the other files of this group it is read again when it changes.',
  ),
  keyFile: optionalText('Its private key, PEM.'),
  keyPassphrase: optionalText('Passphrase of an encrypted key.', { secret: true }),
  caFile: optionalText('CA certificates of clients, PEM; `clientCertificates` says what they are for.'),
  clientCertificates: choice(
    ['require', 'request'],
    'require',
    'With `caFile`: `require` serves only clients with a certificate that one of the CAs has signed; `request` serves clients without one too.',
  ),
  tlsUsers: table(
    {},
    'With `caFile`: roles of callers who show a certificate and no other credentials. By subject, such as `CN=monitoring,O=Acme`, or by SHA-256 fingerprint.',
  ),
  version: choice(
    VERSIONS,
    'TLSv1_2',
    'Lowest version of TLS. The names below `TLSv1_2`, which old files may have, mean `TLSv1_2`.',
  ),
  ciphers: optionalText(
    'Ciphers in the form of OpenSSL. The ones of TLS 1.3 stay as they are unless some are named. Default: those of Node.js with forward secrecy.',
  ),
} as const;
