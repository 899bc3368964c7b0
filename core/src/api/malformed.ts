import { STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody } from './error-body.js';

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Has a server answer what Node would refuse by itself, with an empty body, as every other request is answered. */
export function answerRefused(server: Server): void {
  server.on('clientError', answerMalformed);
  // A demand nobody knows, other than `100-continue`, is no reason to turn the request away.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/**
 * Turns requests away that do not name the host, as HTTP/1.1 asks of a server (RFC 9112, 3.2). Node's own check is
 * to be off: its answer has no body.
 */
export function requireHost(handler: RequestListener): RequestListener {
  return (request, response) => {
    if (request.headers.host !== undefined || request.httpVersion !== '1.1') {
      handler(request, response);
      return;
    }
    const body = bodyOf(400, 'the header Host is missing');
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    response.writeHead(400, { ...headers, Connection: 'close' }).end(body);
  };
}

const bodyOf = (status: number, text: string): string =>
  `${JSON.stringify(errorBody(`${status} ${STATUS_CODES[status]}: ${text}`))}\n`;

/** Answers what is not an HTTP request at all, with the body every failure has, and closes the connection. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const body = bodyOf(status, error.message);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
