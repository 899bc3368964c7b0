import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to the next request that passes. */
export type Accident = 'request lost' | 'answer lost';

/** A way between a caller and a conductor on which accidents happen. */
export interface Gap {
  readonly url: string;
  /** The next request, or its answer, gets lost with its connection. */
  next: Accident | undefined;
  close(): Promise<void>;
}

/** Stands in front of a server on 127.0.0.1. */
export async function openGap(port: number): Promise<Gap> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Resets are what this is for; the other side hears of them by its own socket.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((accepted) => {
    const caller = keep(accepted);
    const conductor = keep(connect(port, '127.0.0.1'));
    let accident: Accident | undefined;
    caller.on('data', (chunk) => {
      accident = gap.next;
      gap.next = undefined;
      if (accident === 'request lost') caller.destroy();
      else conductor.write(chunk);
    });
    conductor.on('data', (chunk) => {
      if (accident === 'answer lost') caller.destroy();
      else caller.write(chunk);
    });
    caller.once('close', () => conductor.destroy());
    conductor.once('close', () => caller.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gap: Gap = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return gap;
}
