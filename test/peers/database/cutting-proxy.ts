import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection to a server that can be cut at the worst moment. */
export interface CuttingProxy {
  readonly port: number;
  /**
   * The next time a client sends this text, the server still gets it, but its answer is thrown away and the
   * connection of the client ends.
   *
   * @returns resolves when that has happened
   */
  cutAfter(text: string): Promise<void>;
  close(): Promise<void>;
}

interface Trap {
  readonly text: string;
  readonly sprung: () => void;
}

/** Stands between clients and a server on 127.0.0.1. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let trap: Trap | undefined;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A reset is what this proxy is for; the other side hears of it by its own socket.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((accepted) => {
    const client = keep(accepted);
    const upstream = keep(connect(serverPort, '127.0.0.1'));
    let caught: Trap | undefined;
    client.on('data', (chunk) => {
      if (trap !== undefined && chunk.includes(trap.text)) {
        caught = trap;
        trap = undefined;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (caught === undefined) {
        client.write(chunk);
        return;
      }
      client.destroy();
      upstream.destroy();
      caught.sprung();
    });
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (text) =>
      new Promise((resolve) => {
        trap = { text, sprung: resolve };
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
