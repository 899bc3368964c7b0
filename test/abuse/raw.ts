import { connect, type Socket } from 'node:net';

/** What came back for some bytes. */
export interface RawAnswer {
  readonly text: string;
  /** The status of the first answer; undefined when there was none. */
  readonly status: number | undefined;
}

/** Where to connect, and from where. */
export interface Place {
  readonly port: number;
  /** An address of this machine, so that the client counts as another one. */
  readonly from?: string;
}

/** Opens a connection. Whatever breaks it is no failure of the test. */
export function open({ port, from = '127.0.0.1' }: Place): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Everything that comes back until the service closes the connection. */
export function answerOn(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => pieces.push(piece));
    socket.once('close', () => {
      const text = Buffer.concat(pieces).toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
      resolve({ text, status: status === undefined ? undefined : Number(status) });
    });
  });
}

/** Sends bytes as they are and says that no more will come. */
export async function exchange(place: Place, bytes: string | Uint8Array): Promise<RawAnswer> {
  const socket = await open(place);
  const answer = answerOn(socket);
  socket.end(bytes);
  return answer;
}

/** The head of a post to `/v1/continue`. */
export const continueHead = (length: number): string =>
  `POST /v1/continue HTTP/1.1\r\nHost: inspector\r\nConnection: close\r\nContent-Length: ${String(length)}\r\n\r\n`;

/** Posts a body to `/v1/continue` on a connection of its own. */
export async function post(place: Place, body: string | Uint8Array): Promise<RawAnswer> {
  const socket = await open(place);
  const answer = answerOn(socket);
  socket.write(continueHead(Buffer.byteLength(body)));
  socket.write(body);
  return answer;
}
