import { STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newRequestId } from '@inspector/plugin-api';
import { errorBody } from './error-body.js';
import { frameHeaders } from './frame-headers.js';
import { sayLast } from './last-words.js';
import type { LimitReports } from './limits/limit-reports.js';

/** What Node calls a request whose head or body did not come in time. */
const TOO_SLOW = 'ERR_HTTP_REQUEST_TIMEOUT';

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  [TOO_SLOW]: 408,
};

/** Has a server answer what Node would refuse by itself, with an empty body, as every other request is answered. */
export function answerRefused(server: Server, reports: LimitReports): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === TOO_SLOW) reports.hit('bodySeconds', socket.remoteAddress ?? '');
    answerMalformed(error, socket);
  });
  // A demand nobody knows, other than `100-continue`, is no reason to turn the request away.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/**
 * Turns requests away that do not name one host, as HTTP/1.1 asks of a server (RFC 9112, 3.2). Node's own check is
 * to be off: its answer has no body, and of two hosts it takes the first, where a proxy may have looked at the second.
 */
export function requireOneHost(handler: RequestListener): RequestListener {
  return (request, response) => {
    const hosts = countHosts(request.rawHeaders);
    if (hosts === 1 || (hosts === 0 && request.httpVersion !== '1.1')) {
      handler(request, response);
      return;
    }
    answerLast(response, 400, hosts === 0 ? 'the header Host is missing' : 'there are two headers Host');
  };
}

/** Answers a request that does not get to the API with the body every failure has, and closes the connection. */
export function answerLast(response: ServerResponse, status: number, text: string): void {
  const body = bodyOf(status, text);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...frameHeaders(newRequestId()), ...headers, Connection: 'close' }).end(body);
}

/** @param headers - names and values in turn */
function countHosts(headers: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}

const bodyOf = (status: number, text: string): string =>
  `${JSON.stringify(errorBody(`${status} ${STATUS_CODES[status]}: ${text}`))}\n`;

/** An answer as it goes over the wire, after which the connection is closed. */
function lastAnswer(status: number, text: string, more: Readonly<Record<string, string>> = {}): string {
  const body = bodyOf(status, text);
  const headers = {
    ...frameHeaders(newRequestId()),
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    ...more,
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
}

/** What a client is sent for which there is no place. */
export const tooManyConnections = (): string =>
  lastAnswer(503, 'there are too many connections at this moment, come back in a few seconds', {
    'Retry-After': '5',
  });

/** Answers what is not an HTTP request at all, with the body every failure has, and closes the connection. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  sayLast(socket, lastAnswer(STATUS_OF[error.code ?? ''] ?? 400, error.message));
}
