import { X509Certificate } from 'node:crypto';

const BEGIN = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/g;
const WHOLE = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[^-]+-----END \1-----/g;

/**
 * The certificates of a PEM text, in their order; what stands between them is passed over.
 *
 * @throws an error whose message goes on after the name of the file
 */
export function certificatesIn(pem: string): X509Certificate[] {
  const begun = pem.match(BEGIN)?.length ?? 0;
  const whole = pem.match(WHOLE) ?? [];
  if (begun === 0) throw new Error('holds no certificate in PEM form');
  if (whole.length < begun) throw new Error('is not complete: a certificate in it has no end');
  return whole.map((text, index) => {
    try {
      return new X509Certificate(text);
    } catch (cause) {
      throw new Error(`has a certificate that cannot be read (number ${index + 1})`, { cause });
    }
  });
}
