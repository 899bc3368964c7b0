import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands for Inspector: takes posts and answers what it is told, the last answer for ever. */
export interface Receiver {
  readonly url: string;
  readonly bodies: string[];
  close(): Promise<void>;
}

/** Starts a receiver. An answer is a status with a body, or `drop` to cut the connection. */
export async function startReceiver(answers: readonly (number | 'drop')[] = [200]): Promise<Receiver> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      const answer = answers[Math.min(bodies.length, answers.length) - 1] ?? 200;
      if (answer === 'drop' || request.url !== '/v1/continue') return void response.destroy();
      response.writeHead(answer, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ uuid: '11111111-1111-4111-8111-111111111111' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
