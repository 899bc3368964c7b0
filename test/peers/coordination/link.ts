import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The network between one client and a server. */
export interface Link {
  readonly port: number;
  /** Requests that went through, or would have. */
  readonly requests: number;
  /** Lets nothing through any more; nobody is told. New connections open, and are silent. */
  cut(): void;
  /** Lets everything through again, and first what was held up, as TCP does. */
  restore(): void;
  close(): Promise<void>;
}

/**
 * Lays a link to a server on 127.0.0.1.
 *
 * @param address - where the client finds it
 */
export async function startLink(serverPort: number, address = '127.0.0.1'): Promise<Link> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let isCut = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (isCut) socket.pause();
    return socket;
  };
  const server = createServer((accepted) => {
    const client = keep(accepted);
    const upstream = keep(connect(serverPort, '127.0.0.1'));
    client.on('data', (chunk: Buffer) => {
      requests += chunk.toString('latin1').split('POST /v3').length - 1;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    client.once('close', () => upstream.end());
    upstream.once('close', () => client.destroy());
    if (isCut) for (const socket of [client, upstream]) socket.pause();
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests;
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    restore() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
