import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { expect } from 'chai';
import { pino } from 'pino';
import { listen, type Listener } from '../../src/api/listen.js';
import { LiveCertificate } from '../../src/api/tls/live-certificate.js';
import { resolveConfig } from '../../src/config/load.js';
import type { InspectorConfig } from '../../src/config/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';

type SslFiles = InspectorConfig['ssl'];

const file = (name: string) => join(import.meta.dirname, 'tls', name);
const read = (name: string) => readFileSync(file(name));
const SERVER: SslFiles = {
  ...resolveConfig({}).ssl,
  certFile: file('server.pem'),
  keyFile: file('server.key'),
};
const silent = pino({ level: 'silent' });

const open = async (ssl: SslFiles): Promise<Listener> =>
  listen((_request, response) => response.end('hello'), resolveConfig({ listenPort: 0 }), {
    log: silent,
    limits: { hit: () => undefined },
    certificate: await LiveCertificate.open({ ssl, log: silent, metrics: createMetrics() }),
  });

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

  it('serves clients without a certificate where it only requests one', async () => {
    const listener = await open({ ...SERVER, caFile: file('ca.pem'), clientCertificates: 'request' });
    try {
      expect(await get(listener)).to.equal('hello');
      expect(await get(listener, { cert: read('client.pem'), key: read('client.key') })).to.equal('hello');
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

  it('speaks the versions and ciphers of its options', async () => {
    const spoken = async (ssl: Partial<SslFiles>, client: ConnectionOptions): Promise<string> => {
      const listener = await open({ ...SERVER, ...ssl });
      try {
        return await new Promise((resolve) => {
          const place = { port: listener.port as number, host: '127.0.0.1', ca: read('ca.pem') };
          const socket = connect({ ...place, ...client });
          socket.once('secureConnect', () => {
            resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
            socket.destroy();
          });
          socket.once('error', () => resolve('refused'));
        });
      } finally {
        await listener.close();
      }
    };
    const old = { maxVersion: 'TLSv1.2' } as const;
    expect(await spoken({ version: 'TLSv1_3' }, old)).to.equal('refused');
    expect(await spoken({ version: 'TLSv1_3' }, {})).to.match(/^TLSv1\.3 /);
    expect(await spoken({ version: 'TLSv1_1' }, old)).to.match(/^TLSv1\.2 /);
    const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256';
    expect(await spoken({ ciphers }, old)).to.match(/^TLSv1\.2 ECDHE-\w+-AES128-GCM-SHA256$/);
    expect(await spoken({ ciphers }, {})).to.match(/^TLSv1\.3 /);
    expect(await spoken({ ciphers: 'TLS_AES_128_GCM_SHA256' }, {})).to.equal(
      'TLSv1.3 TLS_AES_128_GCM_SHA256',
    );
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
    [
      'a missing file',
      { ...SERVER, keyFile: file('none.key') },
      /`ssl\.keyFile` cannot be read: .*: there is no such file/,
    ],
    [
      'a missing CA',
      { ...SERVER, caFile: file('none.pem') },
      /`ssl\.caFile` cannot be read: .*: there is no such file/,
    ],
    [
      'the key of another certificate',
      { ...SERVER, keyFile: file('client.key') },
      /cannot be used: .*does not belong to the key/,
    ],
    [
      'a certificate that is none',
      { ...SERVER, certFile: file('README.md') },
      /`ssl\.certFile` cannot be used: .*README\.md holds no certificate/,
    ],
    [
      'a key that is none',
      { ...SERVER, keyFile: file('server.pem') },
      /`ssl\.keyFile` cannot be used: .*server\.pem holds no private key/,
    ],
    ['ciphers nobody knows', { ...SERVER, ciphers: 'NO-SUCH' }, /`ssl\.ciphers` cannot be used: /],
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
