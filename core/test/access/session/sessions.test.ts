import { expect } from 'chai';
import { resolveConfig } from '../../../src/config/load.js';
import { sessionKey } from '../../../src/access/session/session-key.js';
import { SESSION_COOKIE, Sessions } from '../../../src/access/session/sessions.js';

const SECRET = 'a secret of all processes';
const LIFETIME = 600;

describe('A session', () => {
  let now: number;
  const sessions = (secret = SECRET): Sessions =>
    new Sessions(sessionKey(resolveConfig({ session: { secret } })), LIFETIME, () => now);
  const cookieOf = (text: string): { cookie: string } => ({ cookie: `other=1; ${SESSION_COOKIE}=${text}` });
  const ada = { user: 'ada', password: 'pässword:1' };
  beforeEach(() => {
    now = 1_900_000_000_000;
  });

  it('stands for the credentials it was begun with, in every process that has the secret', () => {
    const { sealed, expiresAt } = sessions().open(ada);
    const found = sessions().find('GET', cookieOf(sealed));
    const basic = Buffer.from('ada:pässword:1').toString('base64');
    expect(found?.headers).to.include({ authorization: `Basic ${basic}` });
    expect(found?.expiresAt)
      .to.equal(expiresAt)
      .and.equal(now + LIFETIME * 1000);
    const { sealed: other } = sessions().open({ token: 'gAAAA' });
    expect(sessions().find('GET', cookieOf(other))?.headers).to.include({ 'x-auth-token': 'gAAAA' });
  });

  it('tells nothing of the credentials, and never looks the same', () => {
    const texts = [1, 2].map(() => sessions().open(ada).sealed);
    expect(texts[0]).not.to.equal(texts[1]);
    for (const text of texts)
      expect(Buffer.from(text, 'base64url').toString('latin1')).not.to.match(/ada|word/);
  });

  it('is none where it was sealed with another secret, or changed in any place', () => {
    const { sealed } = sessions().open(ada);
    expect(sessions('another secret of others').find('GET', cookieOf(sealed))).to.equal(undefined);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(sessions().find('GET', cookieOf(changed.toString('base64url')))).to.equal(undefined);
    }
    for (const text of ['', 'x', 'null', bytes.subarray(0, 28).toString('base64url')])
      expect(sessions().find('GET', cookieOf(text))).to.equal(undefined);
  });

  it('ends', () => {
    const { sealed } = sessions().open(ada);
    now += LIFETIME * 1000 - 1;
    expect(sessions().find('GET', cookieOf(sealed))).not.to.equal(undefined);
    now += 1;
    expect(sessions().find('GET', cookieOf(sealed))).to.equal(undefined);
  });

  it('ends with the credentials, where that is sooner', () => {
    const { sealed, seconds, expiresAt } = sessions().open({ token: 'gAAAA' }, now + 90_500);
    expect({ seconds, expiresAt }).to.deep.equal({ seconds: 91, expiresAt: now + 90_500 });
    expect(sessions().open({ token: 'gAAAA' }, now + 1e9)).to.include({ seconds: LIFETIME });
    now += 90_500;
    expect(sessions().find('GET', cookieOf(sealed))).to.equal(undefined);
  });

  it('changes something only with the header that other sites cannot send', () => {
    const cookie = cookieOf(sessions().open(ada).sealed);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect(() => sessions().find(method, cookie))
        .to.throw('needs the header X-Inspector-Session')
        .with.property('code', 'INSP_SESSION_HEADER_MISSING');
    const headers = { ...cookie, 'x-inspector-session': 'page' };
    expect(sessions().find('POST', headers)).not.to.equal(undefined);
  });

  it('does not count where a request brings credentials itself', () => {
    const cookie = cookieOf(sessions().open(ada).sealed);
    for (const name of ['authorization', 'x-auth-token', 'x-storage-token', 'x-service-token'])
      expect(sessions().find('POST', { ...cookie, [name]: 'x' })).to.equal(undefined);
  });

  it('cannot be begun with a token that no browser would keep', () => {
    expect(() => sessions().open({ token: 'x'.repeat(3000) })).to.throw('The token is too long');
  });

  it('goes by the secret of calls where it has none of its own, and by a new one without either', () => {
    const key = (config: Record<string, unknown>): string =>
      sessionKey(resolveConfig(config)).toString('hex');
    expect(key({ rpc: { secret: SECRET } })).to.equal(key({ session: { secret: SECRET } }));
    expect(key({})).not.to.equal(key({}));
    expect(() => key({ session: { secret: 'short' } })).to.throw('fewer than 16 characters');
  });
});
