import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { LimitReports } from './limit-reports.js';

/** How far an answer has got. */
interface Progress {
  /** Bytes given to the connection so far; of an answer that is complete the last number stays. */
  written: number;
  /** When it last got further, in milliseconds. */
  since: number;
}

/** Milliseconds between two looks. */
const LOOK = 1000;

/**
 * Cuts connections whose client does not take its answer: one that is complete within the time, one that is still
 * being made (a stream) when nothing of it was taken for as long.
 *
 * @param seconds - option `limits.answerSeconds`
 */
export function cutUnreadAnswers(server: Server, seconds: number, reports: LimitReports): void {
  const answers = new Map<ServerResponse, Progress>();

  const look = (): void => {
    const now = performance.now();
    for (const [response, progress] of answers) {
      const { socket } = response;
      const isWaiting = socket !== null && socket.writableLength > 0;
      const hasMoved = !response.writableEnded && socket?.bytesWritten !== progress.written;
      if (!isWaiting || hasMoved) {
        progress.since = now;
        progress.written = socket?.bytesWritten ?? 0;
      } else if (now - progress.since > seconds * 1000) {
        reports.hit('answerSeconds', socket.remoteAddress ?? '');
        socket.destroy();
      }
    }
  };

  const timer = setInterval(look, LOOK).unref();
  server.once('close', () => clearInterval(timer));
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    answers.set(response, { written: 0, since: performance.now() });
    response.once('close', () => answers.delete(response));
  });
}
