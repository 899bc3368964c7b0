import type { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import type { CoreGroups } from '../../config/types.js';
import type { TlsFiles } from './tls-files.js';

/** Days before its end from which an operator is told of it: a certificate of 90 days is renewed a month before, as a rule. */
const SOON = 21;
const DAY = 86_400_000;

/** What an operator should know about files that can be used all the same. */
export interface CertificateNote {
  /** true: clients are refused now. */
  readonly isFault: boolean;
  readonly text: string;
}

/**
 * Which certificates have expired, will soon, or are not valid yet, and whether too many may read the key.
 *
 * @param now - milliseconds of the epoch
 */
export function certificateNotes(
  { chain, clientCas }: TlsFiles,
  { certFile = '', keyFile = '', caFile = '' }: CoreGroups['ssl'],
  now: number,
): CertificateNote[] {
  return [
    ...chain.flatMap((one) => validityNotes(one, `ssl.certFile: ${certFile}`, 'clients refuse it', now)),
    ...clientCas.flatMap((one) =>
      validityNotes(
        one,
        `ssl.caFile: ${caFile}`,
        'certificates of clients that it has signed are refused',
        now,
      ),
    ),
    ...keyNotes(keyFile),
  ];
}

/** Milliseconds of the epoch at which the first certificate of a chain ends. */
export const endOf = (chain: readonly X509Certificate[]): number =>
  Math.min(...chain.map(({ validTo }) => Date.parse(validTo)));

function validityNotes(
  certificate: X509Certificate,
  where: string,
  consequence: string,
  now: number,
): CertificateNote[] {
  const name = certificate.subject.replaceAll('\n', ', ');
  const [begin, end] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const note = (isFault: boolean, text: string): CertificateNote[] => [
    { isFault, text: `${where}: the certificate of ${name} ${text}` },
  ];
  if (now < begin) {
    return note(
      true,
      `is not valid before ${day(begin)}, ${consequence}. The clock of this machine says ${day(now)}: set it, or replace the file`,
    );
  }
  if (now >= end) return note(true, `has expired on ${day(end)}, ${consequence}. Replace the file`);
  const left = Math.floor((end - now) / DAY);
  if (left > SOON) return [];
  return note(
    false,
    `expires on ${day(end)}, in ${left === 1 ? 'a day' : `${left} days`}. Replace the file until then`,
  );
}

const day = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const GROUP_READS = 0o040;
const OTHERS_READ = 0o004;

/** A key of another owner, such as root, is read by way of its group; a key of our own needs nobody else. */
function keyNotes(keyFile: string): CertificateNote[] {
  const file = statSync(keyFile, { throwIfNoEntry: false });
  if (file === undefined) return [];
  const isOwn = file.uid === process.geteuid?.();
  const who =
    (file.mode & OTHERS_READ) !== 0
      ? 'every user of this machine'
      : isOwn && (file.mode & GROUP_READS) !== 0
        ? 'its group'
        : undefined;
  if (who === undefined) return [];
  const repair = isOwn ? `chmod 600 ${keyFile}` : `chmod o= ${keyFile}`;
  return [{ isFault: false, text: `ssl.keyFile: ${keyFile} can be read by ${who}. Run: ${repair}` }];
}
