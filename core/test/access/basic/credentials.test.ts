import { expect } from 'chai';
import { readCredentials } from '../../../src/access/basic/credentials.js';

const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

describe('credentials in a header', () => {
  for (const [header, user, password] of [
    [basic('me:secret'), 'me', 'secret'],
    [basic('me:a:b'), 'me', 'a:b'],
    [basic('ü:pä'), 'ü', 'pä'],
    [basic('me:'), 'me', ''],
    [`  bAsIc   ${basic('me:x').slice(6)}  `, 'me', 'x'],
  ] as const) {
    it(`are ${user} and ${password} in ${JSON.stringify(header)}`, () => {
      expect(readCredentials(header)).to.deep.equal({ user, password });
    });
  }

  it('are none without a header', () => {
    expect(readCredentials(undefined)).to.equal(undefined);
  });

  for (const [header, text] of [
    ['', 'Could not parse Authorization header'],
    ['Basic', 'Could not parse Authorization header'],
    ['Bearer abc', 'Unsupported authorization type "Bearer"'],
    ['Basic !!!!', 'Could not decode authorization token'],
    ['Basic YTpi!', 'Could not decode authorization token'],
    [basic('no colon'), 'Could not decode authorization token'],
    [`Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString('base64')}`, 'Could not decode authorization token'],
  ] as const) {
    it(`are refused in ${JSON.stringify(header)}`, () => {
      expect(() => readCredentials(header))
        .to.throw(text)
        .with.property('status', 400);
    });
  }
});
