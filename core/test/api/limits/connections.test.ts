import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { pino } from 'pino';
import { listen, type Listener } from '../../../src/api/listen.js';
import type { LimitName } from '../../../src/api/limits/limit-reports.js';
import { resolveConfig } from '../../../src/config/load.js';
import type { UserConfig } from '../../../src/config/types.js';

const GET = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n';

describe('Connections', function () {
  this.timeout(30_000);
  let listener: Listener;
  let sockets: Socket[];
  let hits: LimitName[];

  const start = async (
    limits: UserConfig['limits'],
    handler: RequestListener,
    trustedProxies: readonly string[] = [],
  ): Promise<void> => {
    sockets = [];
    hits = [];
    const config = resolveConfig({ listenPort: 0, gracefulShutdownTimeout: 0, limits, trustedProxies });
    listener = await listen(handler, config, {
      log: pino({ level: 'silent' }),
      limits: { hit: (limit) => hits.push(limit) },
    });
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await listener.close();
  });

  const open = async (from = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ port: listener.port as number, host: '127.0.0.1', localAddress: from });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const firstText = async (socket: Socket): Promise<string> =>
    String(((await once(socket, 'data')) as [Buffer])[0]);

  it('that say nothing give way to a new one', async () => {
    await start({ connectionsPerAddress: 2 }, (_request, response) => response.end('hello'));
    const oldest = await open();
    const ended = once(oldest, 'close');
    await open();
    const third = await open();
    third.write(GET);
    expect(await firstText(third)).to.match(/^HTTP\/1.1 200 OK/);
    await ended;
    expect(hits).to.deep.equal(['connectionsPerAddress']);
  });

  it('beyond those whose requests are running are told to come back', async () => {
    let running = 0;
    let both: () => void = () => undefined;
    const bothRun = new Promise<void>((resolve) => (both = resolve));
    await start({ connections: 2 }, () => void (++running === 2 && both()));
    for (const from of ['127.0.0.2', '127.0.0.3']) (await open(from)).write(GET);
    await bothRun;
    const third = await open();
    third.write(GET);
    const answer = await firstText(third);
    expect(answer).to.match(/^HTTP\/1.1 503 Service Unavailable\r\n/);
    expect(answer).to.match(/\r\nX-OpenStack-Request-ID: req-[0-9a-f-]{36}\r\n/);
    expect(answer).to.match(/\r\nRetry-After: 5\r\n[^]*too many connections/);
    expect([running, hits]).to.deep.equal([2, ['connections']]);
  });

  it('of one address leave room for others', async () => {
    await start({ connections: 3, connectionsPerAddress: 1 }, (_request, response) => response.end('hello'));
    await open('127.0.0.2');
    await open('127.0.0.2');
    const other = await open('127.0.0.3');
    other.write(GET);
    expect(await firstText(other)).to.match(/^HTTP\/1.1 200 OK/);
  });

  it('of a proxy are not counted for its address', async () => {
    await start({ connectionsPerAddress: 1 }, (_request, response) => response.end('hello'), ['127.0.0.2']);
    const first = await open('127.0.0.2');
    await open('127.0.0.2');
    first.write(GET);
    expect(await firstText(first)).to.match(/^HTTP\/1.1 200 OK/);
    expect(hits).to.deep.equal([]);
  });

  it('with half of a request are answered 408 when the time is over', async () => {
    await start({ bodySeconds: 1 }, (request) => request.resume());
    const socket = await open();
    const ended = once(socket, 'close');
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"a":');
    expect(await firstText(socket)).to.match(/^HTTP\/1.1 408 Request Timeout/);
    await ended;
    expect(hits).to.deep.equal(['bodySeconds']);
  });

  it('whose request is neither read nor ended are closed when the time is over', async () => {
    await start({ bodySeconds: 1 }, () => undefined);
    const socket = await open();
    socket.on('error', () => undefined);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n');
    socket.write(Buffer.alloc(16 * 1024 * 1024, 'x'));
    socket.resume();
    await ended;
    expect(hits).to.deep.equal(['bodySeconds']);
  });

  it('of clients that keep their side open are cut after the last answer', async () => {
    await start({ bodySeconds: 1 }, (request) => request.resume());
    const socket = connect({ port: listener.port as number, host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket);
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"a":');
    expect(await firstText(socket)).to.match(/^HTTP\/1.1 408 Request Timeout/);
    // Whoever goes on to send is told by the system that nobody is there any more.
    const ended = new Promise((resolve) => socket.once('error', resolve));
    const sending = setInterval(() => socket.write(' '), 100);
    try {
      expect(await ended)
        .to.have.property('code')
        .that.is.oneOf(['EPIPE', 'ECONNRESET']);
    } finally {
      clearInterval(sending);
    }
  });

  it('are cut when nobody takes the answer', async () => {
    let answered: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => (answered = resolve));
    await start({ answerSeconds: 1 }, (_request, response) => {
      response.once('close', answered);
      response.end('x'.repeat(32 * 1024 * 1024));
    });
    const socket = await open();
    socket.pause();
    socket.write(GET);
    await isAnswered;
    expect(hits).to.deep.equal(['answerSeconds']);
  });

  it('whose answer takes longer to make than to take are left alone', async () => {
    const isWhole = new Promise<string>((resolve) => {
      void start({ answerSeconds: 1 }, (_request, response) => {
        response.write('x');
        // Three looks of the service at its answers later.
        setTimeout(() => response.end('y'), 3500);
      }).then(async () => {
        const socket = await open();
        socket.write('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
        let text = '';
        socket.on('data', (piece) => (text += String(piece)));
        socket.once('close', () => resolve(text));
      });
    });
    expect(await isWhole).to.match(/y\r\n0\r\n\r\n$/);
    expect(hits).to.deep.equal([]);
  });
});
