import { expect } from 'chai';
import { canonicalUuid } from '../../src/node/uuid.js';

const UUID = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('canonicalUuid', () => {
  for (const text of [UUID, UUID.toUpperCase(), UUID.replaceAll('-', ''), `{${UUID}}`, `urn:uuid:${UUID}`]) {
    it(`reads ${text}`, () => expect(canonicalUuid(text)).to.equal(UUID));
  }
  for (const text of ['', 'node-1', `${UUID}0`, UUID.slice(1), UUID.replace('6', 'g'), '../../etc/passwd']) {
    it(`takes ${JSON.stringify(text)} for a name`, () => expect(canonicalUuid(text)).to.equal(undefined));
  }

  it('takes a long run of braces for a name, in one pass', () => {
    expect(canonicalUuid(`x${'{'.repeat(400_000)}x`)).to.equal(undefined);
  });
});
