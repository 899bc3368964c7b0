import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import mysql from 'mysql2';
import { openStore } from '../../src/db/open-store.js';
import { databaseConfig } from './database-config.js';

/** A message of PostgreSQL's protocol. */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, 'latin1')]);
}

/** What a PostgreSQL says that takes a connection and ends in the same moment. */
const WELCOME_AND_FAREWELL = Buffer.concat([
  message('R', '\0\0\0\0'),
  message('Z', 'I'),
  message('E', 'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
]);

/** What MySQL says for that; the client has logged in between the two. */
const HANDSHAKE = {
  protocolVersion: 10,
  serverVersion: '8.0.0',
  connectionId: 1,
  statusFlags: 2,
  characterSet: 45,
  capabilityFlags: 0xfffff7ff,
};

const SERVERS: Readonly<Record<string, { scheme: string; start: () => Server }>> = {
  PostgreSQL: {
    scheme: 'postgresql',
    start: () =>
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(WELCOME_AND_FAREWELL));
      }),
  },
  MySQL: {
    scheme: 'mysql',
    start: () =>
      createServer((stream) => {
        stream.on('error', () => undefined);
        const connection = mysql.createConnection({ stream, isServer: true } as mysql.ConnectionOptions);
        const asServer = connection as unknown as ServerSide;
        asServer.on('error', () => undefined);
        asServer.serverHandshake({
          ...HANDSHAKE,
          authCallback: (_: unknown, done: (error: null) => void) => {
            // Both in one piece.
            stream.cork();
            done(null);
            asServer.writeError({ code: 1053, message: 'Server shutdown in progress' });
            stream.uncork();
            stream.end();
          },
        });
      }),
  },
};

/** What the driver has for servers. */
interface ServerSide {
  on(event: 'error', listener: () => void): void;
  serverHandshake(options: object): void;
  writeError(error: { readonly code: number; readonly message: string }): void;
}

for (const [name, { scheme, start }] of Object.entries(SERVERS)) {
  describe(`a ${name} that ends when it has just taken a connection`, () => {
    let server: Server;
    beforeEach(async () => {
      server = start().listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterEach(() => server.close());

    it('is one that cannot be reached, and does not end this process', async () => {
      const { port } = server.address() as AddressInfo;
      const config = databaseConfig(`${scheme}://u@127.0.0.1:${port}/d`, { dbMaxRetries: 0 });
      const open = openStore({ config, cwd: '/', log: { warn: () => undefined }, create: false });
      const error: unknown = await open.catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && error.code).to.equal('INSP_DB_UNREACHABLE');
    });
  });
}
