import { createServer } from 'node:net';

/**
 * A TCP port of 127.0.0.1 that nobody listens on now, for a program that must be told its port. Another process
 * may take it before the program does, so whoever starts one tries again with another port when it fails.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no TCP port was given'));
        else resolve(address.port);
      });
    });
  });
}
