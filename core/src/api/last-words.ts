import type { Socket } from 'node:net';

/** Milliseconds a client has to read what it is told last. */
const TIME_TO_READ = 1000;

/**
 * Says something and closes the connection. What the client sends meanwhile is thrown away; one that neither reads nor
 * closes its side is cut.
 *
 * @param text - a whole answer as it goes over the wire; empty: nothing is said
 */
export function sayLast(socket: Socket, text: string): void {
  const cut = setTimeout(() => socket.destroy(), TIME_TO_READ);
  socket.once('close', () => clearTimeout(cut));
  socket.on('error', () => socket.destroy());
  socket.resume();
  socket.end(text);
}
