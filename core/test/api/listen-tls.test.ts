import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { pino } from 'pino';
import { listen, type Listener } from '../../src/api/listen.js';
import { resolveConfig } from '../../src/config/load.js';
import type { InspectorConfig } from '../../src/config/types.js';

const file = (name: string) => join(import.meta.dirname, 'tls', name);
const read = (name: string) => readFileSync(file(name));
const SERVER: InspectorConfig['ssl'] = {
  caFile: undefined,
  certFile: file('server.pem'),
  keyFile: file('server.key'),
};

type SslFiles = InspectorConfig['ssl'];

const open = (ssl: SslFiles): Promise<Listener> =>
  listen(
    (_request, response) => response.end('hello'),
    { ...resolveConfig({ listenPort: 0 }), useSsl: true, ssl },
    { log: pino({ level: 'silent' }), limits: { hit: () => undefined } },
  );

const get = (listener: Listener, options: RequestOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    request(listener.url, { ca: read('ca.pem'), agent: false, ...options }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (text: string) => (answer += text));
      response.on('end', () => resolve(answer));
    })
      .on('error', reject)
      .end();
  });

describe('The listening server with TLS', () => {
  it('serves HTTPS', async () => {
    const listener = await open(SERVER);
    try {
      expect(listener.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(await get(listener)).to.equal('hello');
    } finally {
      await listener.close();
    }
  });

  it('asks clients for certificates when it has a CA', async () => {
    const listener = await open({ ...SERVER, caFile: file('ca.pem') });
    try {
      expect(await get(listener, { cert: read('client.pem'), key: read('client.key') })).to.equal('hello');
      expect(await get(listener).catch(() => 'refused')).to.equal('refused');
    } finally {
      await listener.close();
    }
  });

  it('offers no cipher without forward secrecy', async () => {
    const listener = await open(SERVER);
    const shake = (ciphers: string): Promise<string> =>
      new Promise((resolve) => {
        const options = { port: listener.port as number, host: '127.0.0.1', ca: read('ca.pem') };
        const socket = connect({ ...options, ciphers, maxVersion: 'TLSv1.2' });
        socket.once('secureConnect', () => {
          resolve(socket.getCipher().name);
          socket.destroy();
        });
        socket.once('error', () => resolve('refused'));
      });
    try {
      expect(await shake('AES128-GCM-SHA256:AES256-SHA')).to.equal('refused');
      expect(await shake('ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256')).to.match(/^ECDHE-/);
    } finally {
      await listener.close();
    }
  });

  it('ends idle connections when it closes', async () => {
    const listener = await open(SERVER);
    const socket = connect({ port: listener.port as number, host: '127.0.0.1', ca: read('ca.pem') });
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    await listener.close();
    await ended;
  });

  const wrong: [string, SslFiles, RegExp][] = [
    ['no certificate', { ...SERVER, certFile: undefined }, /`useSsl` needs `ssl\.certFile`/],
    ['no key', { ...SERVER, keyFile: undefined }, /`useSsl` needs `ssl\.keyFile`/],
    ['a missing file', { ...SERVER, keyFile: file('none.key') }, /`ssl\.keyFile` cannot be read: ENOENT/],
    ['a missing CA', { ...SERVER, caFile: file('none.pem') }, /`ssl\.caFile` cannot be read: ENOENT/],
    [
      'the key of another certificate',
      { ...SERVER, keyFile: file('client.key') },
      /cannot be used: .*mismatch/,
    ],
    ['a certificate that is none', { ...SERVER, certFile: file('README.md') }, /cannot be used: /],
  ];
  for (const [title, ssl, message] of wrong) {
    it(`does not start with ${title}`, async () => {
      const error = await open(ssl).then(
        (listener) => listener.close(),
        (reason: unknown) => reason,
      );
      expect(error).to.include({ code: 'INSP_CONFIG_INVALID' });
      expect((error as Error).message).to.match(message);
    });
  }
});
