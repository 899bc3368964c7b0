import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { beside, HEALTHY, MOST_MEMORY, type Seen } from './beside.js';
import { answerOn, continueHead, open } from './raw.js';
import { AbusedService } from './service.js';

const MEGABYTE = 1_000_000;
const SECONDS = 3;

const wasServed = ({ failures, statuses }: Seen): void => {
  expect(failures).to.deep.equal([]);
  for (const status of statuses) expect(status).to.be.oneOf(HEALTHY);
};

const closed = (socket: Socket): Promise<unknown> =>
  socket.closed ? Promise.resolve() : once(socket, 'close');

describe('slow connections', function () {
  this.timeout(120_000);
  let service: AbusedService;
  before(async () => {
    service = await AbusedService.start({
      LIMITS__BODY_SECONDS: String(SECONDS),
      LIMITS__ANSWER_SECONDS: String(SECONDS),
      LIMITS__CONNECTIONS_PER_ADDRESS: '100',
    });
  });
  after(() => service.stop());

  it('with 40 half-sent bodies of 30 MB are ended, and hold little memory', async () => {
    const half = Buffer.from(`{"logs":"${'x'.repeat(30 * MEGABYTE)}`);
    const seen = await beside('40 half-sent bodies of 30 MB', service, async () => {
      const answers = Array.from({ length: 40 }, async () => {
        const socket = await open({ port: service.port, from: '127.0.0.2' });
        const answer = answerOn(socket);
        socket.write(continueHead(half.length + 1));
        socket.write(half);
        return answer;
      });
      for (const { status } of await Promise.all(answers)) expect(status).to.be.oneOf([408, 503, undefined]);
    });
    wasServed(seen);
  });

  it('that say nothing or half a head keep nobody out, and are ended', async () => {
    const seen = await beside('600 silent connections of 6 addresses', service, async () => {
      const sockets: Socket[] = [];
      for (let number = 0; number < 600; number++) {
        const socket = await open({ port: service.port, from: `127.0.0.${String(2 + (number % 6))}` });
        if (number % 2 === 0) socket.write('POST /v1/continue HT');
        socket.resume();
        sockets.push(socket);
      }
      await Promise.all(sockets.map(closed));
    });
    wasServed(seen);
  });

  it('that read no answer are ended, and hold little memory', async () => {
    const rules = Array.from({ length: 20_000 }, () => ({
      uuid: randomUUID(),
      description: 'd'.repeat(200),
      conditions: [],
      actions: [{ action: 'fail', message: 'no' }],
    }));
    const imported = await fetch(`${service.url}/v1/rules/import`, {
      method: 'POST',
      body: JSON.stringify(rules),
    });
    expect(imported.status).to.equal(201);
    await imported.arrayBuffer();
    const seen = await beside('30 unread answers of 8 MB', service, async () => {
      const sockets = await Promise.all(
        Array.from({ length: 30 }, () => open({ port: service.port, from: '127.0.0.2' })),
      );
      for (const socket of sockets) {
        socket.pause();
        socket.write('GET /v1/rules HTTP/1.1\r\nHost: inspector\r\n\r\n');
      }
      await service.saidOnce(/`limits.answerSeconds`/);
      for (const socket of sockets) socket.destroy();
    });
    wasServed(seen);
  });

  it('leave the same process, which has not grown', async () => {
    expect(service.isAlive).to.equal(true);
    expect((await service.memory()).peak).to.be.at.most(MOST_MEMORY);
  });
});
