import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { request, type RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import type { UserConfig } from '@inspector/core';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { Authority, type Pair } from '../../core/test/api/tls/authority.js';
import { CertificateFolder } from '../../core/test/api/tls/certificate-folder.js';
import { freePort } from '../peers/free-port.js';
import { Bench, eventually } from './harness.js';

const COST = 4;

describe('the service over HTTPS', () => {
  let authority: Authority;
  let folder: CertificateFolder;
  let bench: Bench | undefined;
  before(async () => {
    authority = await Authority.make();
  });
  beforeEach(async () => {
    folder = await CertificateFolder.with(await authority.sign());
    await writeFile(folder.file('ca.pem'), authority.cert);
    await writeFile(folder.file('htpasswd'), `operator:${hashSync('operator-pw', COST)}\n`);
  });
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
    await folder.remove();
  });

  const start = async (config: UserConfig): Promise<Bench> => {
    const { certFile, keyFile } = folder.ssl;
    const ssl = { certFile, keyFile, ...config.ssl };
    return (bench = await Bench.start({ ...config, useSsl: true, ssl } as UserConfig));
  };
  const status = (url: string, options: RequestOptions = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url, { ca: authority.cert, agent: false, ...options }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });

  it('shows new certificates on both listeners, soon after their files changed', async () => {
    const port = await freePort();
    const { url } = await start({ continueListen: `127.0.0.1:${port}` });
    const serialAt = async (at: number): Promise<string> => {
      const socket = connect({ port: at, host: '127.0.0.1', ca: authority.cert });
      await once(socket, 'secureConnect');
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber;
    };
    const ports = [Number(new URL(url).port), port];
    const before = await Promise.all(ports.map(serialAt));
    expect(new Set(before).size).to.equal(1);
    await folder.write(await authority.sign());
    for (const at of ports) {
      await eventually(
        () => serialAt(at),
        (serial) => serial !== before[0],
        `certificate at ${at}`,
      );
    }
  });

  it('knows callers by their certificates, and other credentials before those', async () => {
    const { url, log } = await start({
      authStrategy: 'http_basic',
      httpBasicAuthUserFile: folder.file('htpasswd'),
      httpBasicRoles: { operator: 'member' },
      debug: true,
      ssl: {
        caFile: folder.file('ca.pem'),
        clientCertificates: 'request',
        tlsUsers: { 'CN=monitoring,O=Acme': 'reader', 'CN=automation': 'admin' },
      },
    });
    const stranger = await Authority.make();
    const ask = (client: Pair | undefined, path: string, headers = {}): Promise<number> =>
      status(`${url}${path}`, { ...client, headers });
    const monitoring = await authority.sign({ name: 'O=Acme,CN=monitoring' });
    const automation = await authority.sign({ name: 'CN=automation' });
    const other = await authority.sign({ name: 'CN=automation,O=Acme' });
    const forged = await stranger.sign({ name: 'CN=automation' });
    const operator = {
      authorization: `Basic ${Buffer.from('operator:operator-pw').toString('base64')}`,
    };
    for (const [who, client, headers, reads, acts] of [
      ['monitoring', monitoring, {}, 200, 403],
      ['automation', automation, {}, 200, 200],
      ['a certificate nobody named', other, {}, 401, 401],
      ['a certificate of another CA', forged, {}, 401, 401],
      ['no certificate', undefined, {}, 401, 401],
      ['a password beside a certificate', automation, operator, 403, 403],
    ] as const) {
      expect(await ask(client, '/v1/introspection', headers), who).to.equal(reads);
      expect(await ask(client, '/v1/rules', headers), who).to.equal(acts);
      expect(await ask(client, '/v1'), who).to.equal(200);
    }
    expect(log.join('')).to.include('CN=monitoring,O=Acme');
  });
});
