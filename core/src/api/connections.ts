import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';

/** The connections of a server, so that it can end without cutting off requests. */
export interface Connections {
  /**
   * Stops listening, closes idle connections at once and the others after their last answer. Whatever is left
   * after the time limit is cut off.
   *
   * @param limit milliseconds
   */
  close(limit: number): Promise<void>;
}

/** Watches the connections of a server. Node itself would keep a used connection open after its last answer. */
export function trackConnections(server: Server): Connections {
  const opened = new Set<Socket>();
  const requests = new Map<Socket, number>();
  const answers = new Set<ServerResponse>();
  let closing = false;

  server.on('connection', (socket: Socket) => {
    opened.add(socket);
    socket.once('close', () => opened.delete(socket));
  });
  // Requests of HTTPS arrive on another socket than the one that was opened.
  server.on(server instanceof HttpsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
    if (closing) socket.destroySoon();
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    answers.add(response);
    if (closing) response.setHeader('Connection', 'close');
    response.once('close', () => {
      answers.delete(response);
      const left = (requests.get(socket) ?? 1) - 1;
      if (requests.has(socket)) requests.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  });

  return {
    close: (limit) =>
      new Promise((resolve) => {
        closing = true;
        const cut = () => opened.forEach((socket) => socket.destroy());
        const timer = setTimeout(cut, limit);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const response of answers) if (!response.headersSent) response.setHeader('Connection', 'close');
        for (const [socket, running] of requests) if (running === 0) socket.destroySoon();
      }),
  };
}
