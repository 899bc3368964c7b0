import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { InspectorConfig } from '../../config/types.js';
import { sayLast } from '../last-words.js';
import type { LimitName, LimitReports } from './limit-reports.js';

/** A connection that was let in. */
interface Admitted {
  readonly socket: Socket;
  readonly id: string | Socket;
  /** Undefined for unix sockets, which have no addresses. */
  readonly address: string | undefined;
  /** Requests that have begun and are not answered. */
  running: number;
}

type Limits = Pick<InspectorConfig['limits'], 'connections' | 'connectionsPerAddress'>;

/** What decides about connections besides their number. */
interface Admission {
  readonly refusal: () => string;
  readonly isProxy: (socket: Socket) => boolean;
}

/**
 * Lets only so many connections in, of one address and in all. In favour of a new connection, the oldest one on which
 * no request is running is closed, so that connections that say nothing keep nobody out. When there is none, the new
 * one is told to come back, if it does not speak TLS. A proxy may have as many as it wants: its clients share them.
 *
 * @param admission - what a client that is turned away is sent, and who is a proxy
 */
export function admitConnections(
  server: Server,
  limits: Limits,
  { refusal, isProxy }: Admission,
  reports: LimitReports,
): void {
  const admitted = new Map<string | Socket, Admitted>();
  const ofAddress = new Map<string, number>();

  function admit(socket: Socket): void {
    const connection = { socket, id: idOf(socket), address: socket.remoteAddress, running: 0 };
    admitted.set(connection.id, connection);
    const { address } = connection;
    if (address !== undefined) ofAddress.set(address, (ofAddress.get(address) ?? 0) + 1);
    socket.once('close', () => forget(connection));
  }

  function forget(connection: Admitted): void {
    const { id, address } = connection;
    if (admitted.get(id) !== connection) return;
    admitted.delete(id);
    if (address === undefined) return;
    const left = (ofAddress.get(address) ?? 1) - 1;
    if (left > 0) ofAddress.set(address, left);
    else ofAddress.delete(address);
  }

  function isRoomFor(socket: Socket): boolean {
    const address = socket.remoteAddress;
    if (
      address !== undefined &&
      !isProxy(socket) &&
      (ofAddress.get(address) ?? 0) >= limits.connectionsPerAddress
    ) {
      if (!makeRoom('connectionsPerAddress', address)) return false;
    }
    return admitted.size < limits.connections || makeRoom('connections', address);
  }

  function makeRoom(limit: LimitName, address: string | undefined): boolean {
    reports.hit(limit, address ?? '');
    for (const connection of admitted.values()) {
      const isSame = limit === 'connections' || connection.address === address;
      if (connection.running > 0 || !isSame) continue;
      forget(connection);
      connection.socket.destroy();
      return true;
    }
    return false;
  }

  const serve = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (!isRoomFor(socket)) {
      sayLast(socket, server instanceof HttpsServer ? '' : refusal());
      return;
    }
    admit(socket);
    for (const listener of serve) listener.call(server, socket);
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = admitted.get(idOf(request.socket));
    if (connection === undefined) return;
    connection.running++;
    response.once('close', () => connection.running--);
  });
}

/** The same for the socket of a connection and for the one that TLS makes of it. */
const idOf = (socket: Socket): string | Socket =>
  socket.remotePort === undefined ? socket : `${socket.remoteAddress ?? ''} ${String(socket.remotePort)}`;
