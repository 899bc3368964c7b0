import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What happens to a request on its way:
 *
 * - `request lost`: the connection is cut, and the server never gets the request
 * - `answer lost`: the server gets the request, and the connection is cut in place of the answer
 * - `no answer`: the request is swallowed, and so is everything else on its connection, which stays open
 * - `garbage`: the server gets the request, and something else comes back, then nothing
 */
export type Accident = 'request lost' | 'answer lost' | 'no answer' | 'garbage';

/** Which request an accident happens to. */
export interface Victim {
  /** Text that the request has; default: any. */
  readonly text?: string;
  /** How many such requests pass before; default 0. */
  readonly skip?: number;
  /** How many it happens to; default 1. */
  readonly times?: number;
}

/** The way between clients and a server, on which accidents happen. */
export interface FaultyWire {
  readonly port: number;
  readonly url: string;
  /**
   * Has an accident happen to requests from now on, in place of what was to happen.
   *
   * @returns resolves when it has happened for the first time
   */
  next(accident: Accident, victim?: Victim): Promise<void>;
  /** Ends all connections; nobody listens any more. */
  refuse(): Promise<void>;
  /** Lets everything pass again. Connections on which nothing comes back stay as they are. */
  repair(): Promise<void>;
  close(): Promise<void>;
}

/** What somebody who is not the server would send. */
const GARBAGE = '<html><h1>It works!</h1></html>';

interface Trap {
  readonly accident: Accident;
  readonly text: string;
  skip: number;
  times: number;
  readonly sprung: () => void;
}

/** Stands in front of a server on 127.0.0.1. */
export async function openFaultyWire(serverPort: number): Promise<FaultyWire> {
  const sockets = new Set<Socket>();
  let trap: Trap | undefined;
  const catching = (chunk: Buffer): Trap | undefined => {
    if (trap === undefined || !chunk.includes(trap.text) || trap.skip-- > 0) return undefined;
    const caught = trap;
    caught.times -= 1;
    if (caught.times === 0) trap = undefined;
    return caught;
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Resets are what this is for; the other side hears of them by its own socket.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((accepted) => {
    const client = keep(accepted);
    const upstream = keep(connect(serverPort, '127.0.0.1'));
    let caught: Trap | undefined;
    let isSilent = false;
    client.on('data', (chunk) => {
      if (isSilent) return;
      caught = catching(chunk) ?? caught;
      if (caught?.accident !== 'request lost' && caught?.accident !== 'no answer') {
        upstream.write(chunk);
        return;
      }
      if (caught.accident === 'no answer') isSilent = true;
      else client.destroy();
      caught.sprung();
    });
    upstream.on('data', (chunk) => {
      if (isSilent) return;
      if (caught === undefined) {
        client.write(chunk);
        return;
      }
      if (caught.accident === 'garbage') {
        client.write(GARBAGE);
        isSilent = true;
      } else client.destroy();
      caught.sprung();
    });
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => {
      // Who hears nothing does not hear either that the server has gone.
      if (!isSilent) client.destroy();
    });
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const leave = async (): Promise<void> => {
    const isGone = server.listening ? once(server, 'close') : undefined;
    if (isGone) server.close();
    for (const socket of sockets) socket.destroy();
    await isGone;
  };
  const port = await listen(0);
  return {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    next: (accident, { text = '', skip = 0, times = 1 } = {}) =>
      new Promise((resolve) => {
        trap = { accident, text, skip, times, sprung: resolve };
      }),
    refuse: leave,
    async repair() {
      trap = undefined;
      if (!server.listening) await listen(port);
    },
    close: leave,
  };
}
