import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import {
  Agent,
  createServer,
  request as httpRequest,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import type { LimitName } from '../../src/api/limits/limit-reports.js';
import { listen, type Listener } from '../../src/api/listen.js';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';

const silent = pino({ level: 'silent' });
const hello: RequestListener = (_request, response) => response.end('hello');

describe('The listening server', () => {
  const opened: Listener[] = [];
  const hits: LimitName[] = [];
  let folder = '';
  const open = async (config: UserConfig, handler = hello): Promise<Listener> => {
    const listener = await listen(handler, resolveConfig({ listenPort: 0, ...config }), {
      log: silent,
      limits: { hit: (limit) => hits.push(limit) },
    });
    opened.push(listener);
    return listener;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-listen-'));
  });
  afterEach(async () => {
    hits.length = 0;
    await Promise.all(opened.splice(0).map((listener) => listener.close()));
    await rm(folder, { recursive: true });
  });

  it('serves the address it says', async () => {
    const { url, port } = await open({ listenAddress: '127.0.0.1' });
    expect(url).to.equal(`http://127.0.0.1:${port}`);
    expect(await (await fetch(url)).text()).to.equal('hello');
  });

  it('serves IPv4 and IPv6 on ::', async () => {
    const { url, port } = await open({ listenAddress: '::', allowUnauthenticated: true });
    expect(url).to.equal(`http://[::]:${port}`);
    for (const host of ['127.0.0.1', '[::1]']) {
      expect(await (await fetch(`http://${host}:${port}`)).text()).to.equal('hello');
    }
  });

  it('says what to do when the address is taken', async () => {
    const { port } = await open({});
    const error = await open({ listenPort: port as number }).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_LISTEN_FAILED' });
    expect((error as Error).message).to.match(
      new RegExp(`cannot listen on 127.0.0.1 port ${port}: .*EADDRINUSE.*Choose another address`),
    );
  });

  it('answers what is not HTTP with the body every failure has', async () => {
    const { port } = await open({});
    const answers = [await exchange(port as number, 'hello?\r\n\r\n')];
    expect(answers[0]).to.match(/^HTTP\/1.1 400 Bad Request\r\n/);
    answers.push(
      await exchange(port as number, `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
    );
    expect(answers[1]).to.match(/^HTTP\/1.1 431 /);
    answers.push(await exchange(port as number, 'GET / HTTP/1.1\r\n\r\n'));
    expect(answers[2]).to.match(/^HTTP\/1.1 400 [^]*the header Host is missing/);
    for (const answer of answers) {
      const [head, body] = answer.split('\r\n\r\n') as [string, string];
      expect(head).to.contain('Content-Type: application/json');
      expect(JSON.parse(body)).to.have.nested.property('error.message');
      expect(head).to.contain(`Content-Length: ${Buffer.byteLength(body)}`);
    }
  });

  it('refuses two hosts, of which a proxy in front may have looked at the other one', async () => {
    const { port } = await open({});
    for (const version of ['1.0', '1.1']) {
      const answer = await exchange(port as number, `GET / HTTP/${version}\r\nHost: a\r\nhOST: b\r\n\r\n`);
      expect(answer, version).to.match(/^HTTP\/1.1 400 [^]*there are two headers Host/);
    }
  });

  it('lets clients of HTTP/1.0 name no host', async () => {
    const { port } = await open({});
    expect(await exchange(port as number, 'GET / HTTP/1.0\r\n\r\n')).to.match(/^HTTP\/1.1 200 [^]*hello$/);
  });

  it('answers requests with expectations nobody knows', async () => {
    const { port } = await open({});
    const head = 'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n';
    expect(await exchange(port as number, `${head}Expect: magic\r\n\r\n{}`)).to.match(
      /^HTTP\/1.1 200 OK[^]*hello/,
    );
    expect(await exchange(port as number, `${head}Expect: 100-continue\r\n\r\n{}`)).to.match(
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[^]*hello/,
    );
  });

  describe('on a unix socket', () => {
    const path = () => join(folder, 'api.sock');

    it('answers there, has the mode asked for, and cleans up', async () => {
      const listener = await open({ listenUnixSocket: path(), listenUnixSocketMode: '0620' });
      expect(listener).to.include({ url: `unix:${path()}`, port: undefined });
      expect((await stat(path())).mode & 0o777).to.equal(0o620);
      expect(await getOverSocket(path())).to.equal('hello');
      await listener.close();
      expect(await stat(path()).catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ENOENT');
    });

    it('takes the place of a socket left behind', async () => {
      const dead = createServer();
      await new Promise<void>((resolve) => dead.listen(path(), resolve));
      try {
        await open({ listenUnixSocket: path() });
        expect(await getOverSocket(path())).to.equal('hello');
      } finally {
        dead.close();
      }
    });

    it('does not remove a file that is no socket', async () => {
      await writeFile(path(), 'precious');
      const error = await open({ listenUnixSocket: path() }).catch((reason: unknown) => reason);
      expect(error).to.include({ code: 'INSP_LISTEN_FAILED' });
      expect((await stat(path())).isFile()).to.equal(true);
    });
  });

  describe('when it closes', () => {
    it('lets running requests finish, and their connections end', async () => {
      let arrive: (response: ServerResponse) => void = () => undefined;
      const arrived = new Promise<ServerResponse>((resolve) => (arrive = resolve));
      const listener = await open({}, (_request, response) => arrive(response));
      const answer = fetch(listener.url);
      const response = await arrived;
      const closed = listener.close();
      response.end('late');
      expect(await (await answer).text()).to.equal('late');
      expect((await answer).headers.get('connection')).to.equal('close');
      await closed;
    });

    it('takes no new connections', async () => {
      const listener = await open({});
      await listener.close();
      expect(await fetch(listener.url).catch((error: Error) => error.message)).to.equal('fetch failed');
    });

    it('ends idle connections, used or not, at once', async () => {
      const listener = await open({ gracefulShutdownTimeout: 60 });
      const agent = new Agent({ keepAlive: true });
      const unused = await connected(listener.port as number);
      try {
        await new Promise<void>((resolve) => {
          httpRequest(listener.url, { agent }, (response) => response.resume().on('end', resolve)).end();
        });
        const began = Date.now();
        await listener.close();
        expect(Date.now() - began).to.be.below(3000);
      } finally {
        unused.destroy();
        agent.destroy();
      }
    });

    it('cuts off what takes longer than the time limit', async () => {
      const listener = await open({ gracefulShutdownTimeout: 0 }, () => undefined);
      const answer = fetch(listener.url).then(
        () => 'answered',
        () => 'cut off',
      );
      const slow = await connected(listener.port as number);
      slow.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12');
      await new Promise((resolve) => setImmediate(resolve));
      await listener.close();
      expect(await answer).to.equal('cut off');
    });

    it('may be asked to close twice', async () => {
      const listener = await open({});
      await Promise.all([listener.close(), listener.close()]);
    });
  });
});

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

function getOverSocket(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest({ socketPath, path: '/' }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (text: string) => (answer += text));
      response.on('end', () => resolve(answer));
    })
      .on('error', reject)
      .end();
  });
}
