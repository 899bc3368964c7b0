import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What somebody has logged in with. */
export type LoginCredentials = { readonly user: string; readonly password: string } | LoginToken;

/** A token of somebody who has logged in. */
export interface LoginToken {
  readonly token: string;
  /** true: this service got it for the log-in, so nobody needs it any longer than the session. */
  readonly isOwn?: true;
}

/** A login as a browser keeps it, sealed. */
export interface Login {
  readonly credentials: LoginCredentials;
  /** Milliseconds of the epoch after which it is over. */
  readonly expiresAt: number;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a login: without the key nobody reads it, and nobody makes or changes one. */
export function sealLogin(login: Login, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(login), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The login in a sealed text; undefined: it was sealed by somebody else, or changed. */
export function unsealLogin(text: string, key: Buffer): Login | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return JSON.parse(Buffer.concat(plain).toString('utf8')) as Login;
  } catch {
    // Whoever sends what this process has not sealed, has not logged in here; there is nothing to tell.
    return undefined;
  }
}
