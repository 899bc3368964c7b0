import { once } from 'node:events';
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { get as httpsGet } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { pino } from 'pino';
import { listen, type Listener } from '../../../src/api/listen.js';
import { LiveCertificate } from '../../../src/api/tls/live-certificate.js';
import { resolveConfig } from '../../../src/config/load.js';
import type { InspectorConfig } from '../../../src/config/types.js';
import { createMetrics, type Metrics } from '../../../src/metrics/metrics.js';
import { Authority, type Pair } from './authority.js';
import { CertificateFolder } from './certificate-folder.js';

const CONNECTIONS = 200;
/** Connections made at the same time: all of them have to shake hands within 10 s. */
const BATCH = 20;
const DAY = 86_400_000;

describe('A certificate that follows its files', () => {
  let authority: Authority;
  let first: Pair;
  let second: Pair;
  let folder: CertificateFolder;
  let metrics: Metrics;
  let listener: Listener;
  let lines: { level: number; msg: string }[];
  let now: number;
  let certificate: LiveCertificate;
  let handler: RequestListener;

  before(async () => {
    authority = await Authority.make();
    [first, second] = [await authority.sign(), await authority.sign({ until: 90 })];
  });
  beforeEach(async () => {
    folder = await CertificateFolder.with(first);
    lines = [];
    now = Date.now();
    handler = (_request, response) => response.end('hello');
  });
  afterEach(async () => {
    await listener.close();
    await folder.remove();
  });

  const serve = async (ssl: InspectorConfig['ssl'] = folder.ssl): Promise<void> => {
    const write = (line: string): void => void lines.push(JSON.parse(line) as (typeof lines)[number]);
    const log = pino({}, { write });
    metrics = createMetrics();
    const clock = { now: () => now, after: () => () => undefined };
    certificate = await LiveCertificate.open({ ssl, log, metrics, clock });
    const config = resolveConfig({ listenPort: 0 });
    listener = await listen((request, response) => handler(request, response), config, {
      ...{ log, limits: { hit: () => undefined }, certificate },
    });
  };
  const shake = async (session?: Buffer): Promise<TLSSocket> => {
    const place = { port: listener.port as number, host: '127.0.0.1', ca: authority.cert };
    const socket = connect({ ...place, ...(session && { session }) });
    await once(socket, 'secureConnect');
    return socket;
  };
  const served = async (): Promise<string> => {
    const socket = await shake();
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  /** A request on a connection of its own. */
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      httpsGet(listener.url, { agent: false, ca: authority.cert }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve(text)).on('error', reject);
      }).on('error', reject);
    });
  const errors = (): string[] => lines.filter(({ level }) => level >= 50).map(({ msg }) => msg);

  it('breaks no connection when the files change, and shows the new certificate to new ones', async () => {
    const held: ServerResponse[] = [];
    let allHeld = (): void => undefined;
    handler = (_request, response) => {
      if (held.push(response) % BATCH === 0) allHeld();
    };
    await serve();
    const answers: Promise<string>[] = [];
    while (answers.length < CONNECTIONS) {
      const underWay = new Promise<void>((resolve) => (allHeld = resolve));
      const batch = Array.from({ length: BATCH }, ask);
      answers.push(...batch);
      await Promise.race([underWay, Promise.all(batch)]);
    }
    await folder.write(second);
    await certificate.look();
    expect(await served()).to.equal('02');
    for (const response of held) response.end('hello');
    expect(new Set(await Promise.all(answers))).to.deep.equal(new Set(['hello']));
    expect(errors()).to.deep.equal([]);
  });

  it('follows a file that another one was renamed onto', async () => {
    await serve();
    await writeFile(folder.file('new.pem'), second.cert);
    await writeFile(folder.file('new.key'), second.key);
    await rename(folder.file('new.pem'), folder.file('tls.pem'));
    await rename(folder.file('new.key'), folder.file('tls.key'));
    await certificate.look();
    expect(await served()).to.equal('02');
  });

  it('follows links, of which a folder on the way changes its place', async () => {
    for (const [name, pair] of [
      ['1', first],
      ['2', second],
    ] as const) {
      await mkdir(folder.file(name));
      await writeFile(folder.file(`${name}/tls.pem`), pair.cert);
      await writeFile(folder.file(`${name}/tls.key`), pair.key);
    }
    await symlink('1', folder.file('data'));
    const [certFile, keyFile] = [folder.file('data/tls.pem'), folder.file('data/tls.key')];
    await serve({ ...folder.ssl, certFile, keyFile });
    expect(await served()).to.equal('01');
    await symlink('2', folder.file('data.new'));
    await rename(folder.file('data.new'), folder.file('data'));
    await certificate.look();
    expect(await served()).to.equal('02');
  });

  it('waits without a word while only one of two files is new', async () => {
    await serve();
    await writeFile(folder.file('tls.pem'), second.cert);
    await certificate.look();
    expect(await served()).to.equal('01');
    await writeFile(folder.file('tls.key'), second.key);
    await certificate.look();
    expect(await served()).to.equal('02');
    expect(errors()).to.deep.equal([]);
  });

  it('keeps the last good certificate, and says once that the files cannot be used', async () => {
    await serve();
    await truncate(folder.file('tls.pem'), 300);
    for (let look = 0; look < 4; look++) await certificate.look();
    expect(await served()).to.equal('01');
    expect(errors()).to.have.length(1);
    expect(errors()[0]).to.match(/tls\.pem is not complete.*\nThe certificate from before stays in use/);
    expect(await metrics.text()).to.match(/^inspector_tls_files_valid 0$/m);
    await folder.write(second);
    await certificate.look();
    expect(await served()).to.equal('02');
    expect(await metrics.text()).to.match(/^inspector_tls_files_valid 1$/m);
  });

  it('takes up no session of before', async () => {
    await serve();
    const socket = await shake();
    const [session] = (await once(socket.resume(), 'session')) as [Buffer];
    socket.destroy();
    const resumed = await shake(session);
    expect(resumed.isSessionReused()).to.equal(true);
    resumed.destroy();
    await folder.write(second);
    await certificate.look();
    const renewed = await shake(session);
    expect(renewed.isSessionReused()).to.equal(false);
    renewed.destroy();
  });

  it('measures the days that are left', async () => {
    await serve();
    const [, days] = /^inspector_tls_certificate_days_left (.*)$/m.exec(await metrics.text()) ?? [];
    expect(Number(days)).to.be.within(364, 365);
  });

  it('warns once a day of a certificate that expires soon', async () => {
    await folder.write(await authority.sign({ until: 5.5 }));
    await serve();
    const warnings = (): string[] => lines.filter(({ level }) => level === 40).map(({ msg }) => msg);
    expect(warnings()).to.have.length(1);
    expect(warnings()[0]).to.match(/tls\.pem: the certificate of CN=localhost expires on .* UTC, in 5 days/);
    for (const hours of [1, 23, 25, 26]) {
      now = Date.now() + (hours / 24) * DAY;
      await certificate.look();
    }
    expect(warnings()).to.have.length(2);
  });
});

it('measures no certificate without HTTPS', async () => {
  expect(await createMetrics().text()).not.to.match(/^inspector_tls_certificate_days_left /m);
});
