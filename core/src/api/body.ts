import type { IncomingMessage } from 'node:http';
import { InspectorError } from '@inspector/plugin-api';
import type { BodyFault, BodyLimits } from './limits/body-limits.js';
import { GrowingBytes } from './limits/growing-bytes.js';
import { JsonCount } from './limits/json-count.js';
import type { LimitReports } from './limits/limit-reports.js';
import type { Share } from './limits/shared-memory.js';

/** What reading a body obeys. */
export interface BodyRules {
  readonly limits: BodyLimits;
  /** The part of the memory for all bodies that this one takes. Whoever made it releases it. */
  readonly share: Share;
  /** Address of the client, for the log. */
  readonly client: string;
  readonly reports: LimitReports;
  /** Awaited before a large body is decoded, after which it is parsed. */
  readonly turn: () => Promise<void>;
  /** Bytes above which a body is large. */
  readonly large: number;
}

/** Bytes that a parsed value takes: an empty object has 56, a member with a name of its own about 100. */
const BYTES_PER_VALUE = 100;

/**
 * Reads the body of a request as UTF-8 text, whatever type it is labelled with. A byte order mark is dropped.
 *
 * Limits are looked at while it arrives. Of a body that exceeds one the rest is read and thrown away before the answer
 * is given, because a client that is cut off while it sends sees a broken connection instead. Only a rest that is
 * larger than any body may be is not waited for.
 *
 * @throws INSP_BODY_TOO_LARGE; INSP_OVERLOADED when all bodies together take too much; INSP_BAD_REQUEST when the text
 *   is not UTF-8, nested too deeply, or the client went away.
 */
export async function readBody(request: IncomingMessage, rules: BodyRules): Promise<string> {
  const bytes = await collect(request, rules);
  if (bytes.length > rules.large) await rules.turn();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    // Also the answer to JSON that does not parse: the reader of the text cannot tell the two apart.
    throw new InspectorError('INSP_BAD_REQUEST', 'Invalid data: expected a JSON object, got None', { cause });
  }
}

function collect(request: IncomingMessage, { limits, share, client, reports }: BodyRules): Promise<Buffer> {
  const header = request.headers['content-length'];
  const length = header === undefined ? Infinity : Number(header);
  return new Promise((resolve, reject) => {
    const refuse = ({ limit, error }: BodyFault): void => {
      body.clear();
      share.release();
      request.off('data', take);
      request.off('end', give);
      if (limit !== undefined) reports.hit(limit, client);
      throwAway(request, limits.mostThrownAway, () => reject(error));
    };
    const give = (): void => resolve(body.bytes.subarray(0, body.size));
    const body = new GrowingBytes(length);
    const contents = new JsonCount();
    const take = (piece: Buffer): void => {
      const known = contents.values;
      if (!share.take(piece.length)) {
        refuse(overloaded());
        return;
      }
      body.add(piece);
      contents.read(body.bytes, body.size);
      const fault = limits.faultIn(body.size, contents);
      if (fault) refuse(fault);
      else if (!share.take((contents.values - known) * BYTES_PER_VALUE)) refuse(overloaded());
    };
    const tooLong = length === Infinity ? undefined : limits.faultInLength(length);
    if (tooLong) {
      refuse(tooLong);
      return;
    }
    request.on('data', take);
    request.once('end', give);
    request.once('close', () => {
      if (!request.complete) reject(interrupted());
    });
    request.once('error', (cause) => reject(interrupted(cause)));
  });
}

/** Reads what is left of a body, up to so many bytes, and forgets it. */
function throwAway(request: IncomingMessage, most: number, done: () => void): void {
  let size = 0;
  request.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > most) done();
  });
  request.once('end', done);
}

const overloaded = (): BodyFault => ({
  limit: 'bodyMemory',
  error: new InspectorError(
    'INSP_OVERLOADED',
    'Too much is being received from other machines at this moment. Send it again in a few seconds.',
  ),
});

const interrupted = (cause?: unknown): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', 'The client closed the connection before the end of the body', {
    cause,
  });
