import type { X509Certificate } from 'node:crypto';

/** What a verified certificate says about its client. */
export interface ClientCertificate {
  /** Parts of the subject in the order of the certificate, such as `CN=monitoring`, escaped as in RFC 2253. */
  readonly subject: readonly string[];
  /** SHA-256, as `openssl x509 -fingerprint -sha256` prints it: pairs of capital digits with colons. */
  readonly fingerprint: string;
}

/** Reads a certificate that was verified already. */
export const clientCertificate = ({ subject, fingerprint256 }: X509Certificate): ClientCertificate => ({
  subject: subject.split('\n'),
  fingerprint: fingerprint256,
});
