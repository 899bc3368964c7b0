const FINGERPRINT = /^(?:sha256:)?((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;
const SUBJECT_PART = /^[A-Za-z][\w.-]*=.+$/;
/** A comma that separates: one without a backslash in front of it. */
const COMMA = /(?<!\\),/;

/** What a key of `ssl.tlsUsers` names a certificate by. */
export type CertificateName =
  /** SHA-256: pairs of capital digits with colons. */
  | { readonly fingerprint: string }
  /** Parts of the subject, such as `CN=monitoring`. */
  | { readonly subject: readonly string[] };

/** Reads a key of `ssl.tlsUsers`; undefined for one that names no certificate. */
export function certificateName(key: string): CertificateName | undefined {
  const fingerprint = FINGERPRINT.exec(key)?.[1];
  if (fingerprint !== undefined) return { fingerprint: fingerprint.toUpperCase() };
  const subject = key.split(COMMA).map((part) => part.trim());
  return subject.every((part) => SUBJECT_PART.test(part)) ? { subject } : undefined;
}
