import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Gate } from '../../src/rpc/gate.js';
import { newNonce, readCredentials, signRequest } from '../../src/rpc/signature.js';
import { Site } from './site.js';

const SECRET = 'shared by all processes';
const TARGET = 'POST /rpc/1';
const NOW = Date.UTC(2030, 0, 1);
const BODY = Buffer.from('{"method":"abort"}');

/** How introspection is asked for. */
const BOOT = { manageBoot: true };

describe('The gate in front of a conductor', () => {
  const gate = (): Gate => new Gate(SECRET, () => NOW);
  const fresh = (time = NOW) => ({ time, nonce: newNonce() });

  it('lets a signed request pass once', () => {
    const door = gate();
    const header = signRequest(SECRET, TARGET, BODY, fresh());
    expect(door.check(TARGET, header, BODY).passed).to.equal(true);
    expect(door.check(TARGET, header, BODY)).to.deep.equal({ passed: false, reason: 'repeated' });
  });

  const header = signRequest(SECRET, TARGET, BODY, fresh());
  const otherSecret = signRequest('another', TARGET, BODY, fresh());
  const wrong: [string, string, string | undefined, Buffer][] = [
    ['no signature', TARGET, undefined, BODY],
    ['another form', TARGET, 'Basic dTpw', BODY],
    ['another secret', TARGET, otherSecret, BODY],
    ['another body', TARGET, header, Buffer.from('{"method":"start"}')],
    ['another path', 'POST /rpc/2', header, BODY],
    ['another method', 'PUT /rpc/1', header, BODY],
    ['another time', TARGET, header.replace(/time=\d+/, `time=${NOW + 1}`), BODY],
    ['another nonce', TARGET, header.replace(/nonce=[0-9a-f]+/, `nonce=${'0'.repeat(32)}`), BODY],
    ['a cut signature', TARGET, header.slice(0, -2), BODY],
  ];
  for (const [what, target, credentials, body] of wrong) {
    it(`refuses ${what}`, () => {
      expect(gate().check(target, credentials, body)).to.deep.equal({ passed: false, reason: 'unsigned' });
    });
  }

  it('refuses a time more than a minute off, and tells its own', () => {
    const early = signRequest(SECRET, TARGET, BODY, fresh(NOW - 60_001));
    const late = signRequest(SECRET, TARGET, BODY, fresh(NOW + 60_001));
    for (const credentials of [early, late])
      expect(gate().check(TARGET, credentials, BODY)).to.deep.equal({
        passed: false,
        reason: 'time',
        now: NOW,
        nonce: readCredentials(credentials)?.nonce,
      });
    const nearly = signRequest(SECRET, TARGET, BODY, fresh(NOW - 60_000));
    expect(gate().check(TARGET, nearly, BODY).passed).to.equal(true);
  });
});

describe('Calls between processes that must trust each other', () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
  });
  afterEach(() => site.close());

  const code = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'done',
      (error: unknown) => (error as { code?: string }).code,
    );

  it('reach nobody with another secret, and both sides say so', async () => {
    await site.add({ introspect: () => Promise.resolve() });
    expect(await code(site.caller({ secret: randomUUID() }).introspect('1', BOOT))).to.equal(
      'INSP_NO_CONDUCTOR',
    );
    const log = site.log.join('');
    expect(log).to.contain('not signed with the same `rpc.secret`').and.contain('has another `rpc.secret`');
  });

  it('believe no answer that somebody else has written', async () => {
    const { server } = await site.add({ introspect: () => Promise.resolve() }, { secret: randomUUID() });
    server.stopTaking();
    expect(await code(site.caller().introspect('1', BOOT))).to.equal('INSP_NO_CONDUCTOR');
  });

  it('work between machines whose clocks are an hour apart', async () => {
    let calls = 0;
    const count = () => Promise.resolve(void calls++);
    await site.add({ introspect: count }, { clock: () => Date.now() + 3_600_000 });
    const conductor = site.caller();
    await conductor.introspect('1', BOOT);
    await conductor.introspect('2', BOOT);
    expect(calls).to.equal(2);
    expect(site.log.filter((line) => line.includes('off by more than a minute'))).to.have.length(1);
  });

  describe('over TLS', () => {
    const read = (name: string) => readFileSync(join(import.meta.dirname, '../api/tls', name));
    const server = { cert: read('server.pem'), key: read('server.key'), ca: read('ca.pem') };
    const asking = { ...server, requestCert: true, rejectUnauthorized: true };

    it('are made with a certificate of the common CA', async () => {
      await site.add({ resolve: () => Promise.resolve('u') }, { tls: asking });
      const tls = { ca: read('ca.pem'), cert: read('client.pem'), key: read('client.key') };
      expect(await site.caller({ tls }).resolve('n')).to.equal('u');
    });

    it('reach nobody without one', async () => {
      await site.add({ introspect: () => Promise.resolve() }, { tls: asking });
      expect(await code(site.caller({ tls: { ca: read('ca.pem') } }).introspect('1', BOOT))).to.be.oneOf([
        'INSP_NO_CONDUCTOR',
        'INSP_RPC_ANSWER_LOST',
      ]);
    });

    it('trust no conductor with a certificate of somebody else', async () => {
      await site.add({ introspect: () => Promise.resolve() }, { tls: server });
      expect(await code(site.caller({ tls: {} }).introspect('1', BOOT))).to.equal('INSP_NO_CONDUCTOR');
      expect(site.log.join('')).to.match(/certificate/);
    });
  });
});
