import { certificateName } from '../../config/certificate-name.js';
import type { ClientCertificate } from './client-certificate.js';

/** A certificate that the configuration knows. */
export interface CertificateUser {
  /** How the configuration names it. */
  readonly name: string;
  readonly roles: readonly string[];
}

/** The certificates of `ssl.tlsUsers`. */
export class CertificateUsers {
  readonly #users = new Map<string, CertificateUser>();

  /** @param table - roles, separated by blanks or commas, by fingerprint or subject */
  constructor(table: Readonly<Record<string, string>>) {
    for (const [key, text] of Object.entries(table)) {
      const name = certificateName(key);
      if (name === undefined) continue;
      const roles = text.split(/[\s,]+/).filter((role) => role !== '');
      this.#users.set('subject' in name ? inOneText(name.subject) : name.fingerprint, { name: key, roles });
    }
  }

  /**
   * Whom a certificate belongs to; a fingerprint is looked at first. The whole subject counts, in the order of the
   * certificate or, as `openssl -nameopt RFC2253` prints it, the other way round.
   */
  find({ subject, fingerprint }: ClientCertificate): CertificateUser | undefined {
    return (
      this.#users.get(fingerprint) ??
      this.#users.get(inOneText(subject)) ??
      this.#users.get(inOneText([...subject].reverse()))
    );
  }
}

const inOneText = (parts: readonly string[]): string => parts.join('\n');
