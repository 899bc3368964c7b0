import { InspectorError } from '@inspector/plugin-api';

/** What a caller claims. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const malformed = (text: string): InspectorError => new InspectorError('INSP_BAD_REQUEST', text);

/**
 * The credentials in an `Authorization` header; undefined without the header. The texts of errors are those of Ironic.
 *
 * @throws `INSP_BAD_REQUEST` for a header that holds none
 */
export function readCredentials(header: string | undefined): Credentials | undefined {
  if (header === undefined) return undefined;
  const [, type, token] = /^(\S+)\s+(.+)$/.exec(header.trim()) ?? [];
  if (type === undefined || token === undefined) throw malformed('Could not parse Authorization header');
  if (type.toLowerCase() !== 'basic') throw malformed(`Unsupported authorization type "${type}"`);
  const text = BASE64.test(token) ? decoded(Buffer.from(token, 'base64')) : undefined;
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0) throw malformed('Could not decode authorization token');
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
