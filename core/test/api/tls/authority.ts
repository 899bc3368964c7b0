import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** A certificate and its key, PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is to say. */
export interface Wanted {
  /** Subject, such as `CN=monitoring,O=Acme`. */
  readonly name?: string;
  /** Days from now; negative: in the past. */
  readonly from?: number;
  /** Days from now. */
  readonly until?: number;
}

/** A certificate authority that lives as long as a test. */
export class Authority {
  #serial = 0;

  private constructor(
    private readonly keys: webcrypto.CryptoKeyPair,
    /** Its own certificate, PEM. */
    readonly cert: string,
  ) {}

  /** Makes one, with keys of its own. */
  static async make({ from = -1, until = 365 }: Wanted = {}): Promise<Authority> {
    const keys = await makeKeys();
    const cert = await X509CertificateGenerator.createSelfSigned({
      ...{ serialNumber: '00', name: 'CN=Authority of a test', signingAlgorithm: ALGORITHM, keys },
      ...{ notBefore: daysFromNow(from), notAfter: daysFromNow(until) },
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    return new Authority(keys, cert.toString('pem'));
  }

  /** A certificate for `localhost` and `127.0.0.1`, or for a client. */
  async sign({ name = 'CN=localhost', from = -1, until = 365 }: Wanted = {}): Promise<Pair> {
    const keys = await makeKeys();
    const hosts: Extension = new SubjectAlternativeNameExtension([
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
    ]);
    const cert = await X509CertificateGenerator.create({
      ...{ issuer: 'CN=Authority of a test', subject: name, signingAlgorithm: ALGORITHM },
      ...{ signingKey: this.keys.privateKey, publicKey: keys.publicKey },
      ...{ notBefore: daysFromNow(from), notAfter: daysFromNow(until), extensions: [hosts] },
      serialNumber: String(++this.#serial).padStart(2, '0'),
    });
    return { cert: `${cert.toString('pem')}\n`, key: await pemOf(keys.privateKey) };
  }
}

const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY);

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}
