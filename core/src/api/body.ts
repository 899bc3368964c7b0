import type { IncomingMessage } from 'node:http';
import { InspectorError } from '@inspector/plugin-api';

/**
 * Reads the body of a request as UTF-8 text, whatever type it is labelled with. A byte order mark is dropped.
 *
 * What exceeds the limit is read to its end and thrown away, because a client that is cut off while it sends
 * sees a broken connection instead of the answer.
 *
 * @param limit bytes
 * @throws INSP_BODY_TOO_LARGE; INSP_BAD_REQUEST when the text is not UTF-8 or the client went away.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const bytes = await collect(request, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    // Also the answer to JSON that does not parse: the reader of the text cannot tell the two apart.
    throw new InspectorError('INSP_BAD_REQUEST', 'Invalid data: expected a JSON object, got None', { cause });
  }
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      request.off('data', take);
      request.resume();
      reject(new InspectorError('INSP_BODY_TOO_LARGE', `The request body is larger than ${limit} bytes`));
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) refuse();
      else chunks.push(chunk);
    };
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      refuse();
      return;
    }
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks, size)));
    request.once('close', () => reject(interrupted()));
    request.once('error', (cause) => reject(interrupted(cause)));
  });
}

const interrupted = (cause?: unknown): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', 'The client closed the connection before the end of the body', {
    cause,
  });
