import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What makes a signed request fresh. */
export interface Freshness {
  /** Milliseconds since 1970 by the clock of the receiver, as far as the sender knows it. */
  readonly time: number;
  /** 32 hexadecimal digits that are used once. */
  readonly nonce: string;
}

const SCHEME = 'Inspector-HMAC-SHA256';
const CREDENTIALS = /^Inspector-HMAC-SHA256 time=(\d{1,15}), nonce=([0-9a-f]{32}), signature=([0-9a-f]{64})$/;

/** A nonce that nobody has used. */
export const newNonce = (): string => randomBytes(16).toString('hex');

/** The `Authorization` header of a request with this method, path and body. */
export function signRequest(
  secret: string,
  target: string,
  body: Buffer,
  { time, nonce }: Freshness,
): string {
  const signature = hmac(secret, ['request', target, String(time), nonce], body).toString('hex');
  return `${SCHEME} time=${time}, nonce=${nonce}, signature=${signature}`;
}

/** What an `Authorization` header says; undefined when it has another form. */
export function readCredentials(header: string | undefined): (Freshness & { signature: string }) | undefined {
  const [, time, nonce, signature] = CREDENTIALS.exec(header ?? '') ?? [];
  if (time === undefined || nonce === undefined || signature === undefined) return undefined;
  return { time: Number(time), nonce, signature };
}

/** Whether the request was signed with the secret. */
export const isSigned = (
  secret: string,
  target: string,
  body: Buffer,
  { time, nonce, signature }: Freshness & { readonly signature: string },
): boolean => same(hmac(secret, ['request', target, String(time), nonce], body), signature);

/** Signature of the answer to the request with this nonce. */
export const signAnswer = (secret: string, nonce: string, status: number, body: Buffer): string =>
  hmac(secret, ['answer', nonce, String(status)], body).toString('hex');

/** Whether the answer was signed with the secret, for the request with this nonce. */
export const isAnswerSigned = (
  secret: string,
  {
    nonce,
    status,
    signature,
  }: { readonly nonce: string; readonly status: number; readonly signature: string },
  body: Buffer,
): boolean => same(hmac(secret, ['answer', nonce, String(status)], body), signature);

function hmac(secret: string, head: readonly string[], body: Buffer): Buffer {
  return createHmac('sha256', secret)
    .update(`${head.join('\n')}\n`)
    .update(body)
    .digest();
}

function same(expected: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
