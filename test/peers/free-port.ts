import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Ports below this one belong to services that may be started on a machine later. */
const LOWEST = 10_240;
const HIGHEST = 65_535;
/** Where Linux keeps the ports that it gives to connections, and to whoever listens on port 0. */
const GIVEN_BY_THE_SYSTEM = '/proc/sys/net/ipv4/ip_local_port_range';
const ATTEMPTS = 100;

/**
 * A TCP port of 127.0.0.1 that nobody listens on now, for a program that must be told its port. It is none of those that the
 * system gives to connections, where that leaves any, so it stays free while the program is away to be started again. Another test may be given the
 * same one by chance, so whoever starts a program tries again with another port when it fails.
 */
export async function freePort(): Promise<number> {
  const [given = 0] = readFileSync(GIVEN_BY_THE_SYSTEM, 'utf8').trim().split(/\s+/).map(Number);
  const end = given > LOWEST ? given : HIGHEST;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, end);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${String(LOWEST)} to ${String(end)} in ${String(ATTEMPTS)} attempts`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
