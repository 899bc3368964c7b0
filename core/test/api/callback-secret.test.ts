import { expect } from 'chai';
import { resolveConfig } from '../../src/config/load.js';
import { withApi } from './api-server.js';

const SECRET = 'Kq3-v.8_ZxWm~27rT';

describe('a secret in the address that ramdisks post to', () => {
  const api = withApi({ processing: { callbackSecret: SECRET } });
  const post = (query: string) => api().call('POST', `/v1/continue${query}`, { body: '{"a":1}' });

  it('lets in who has it', async () => {
    expect(await post(`?secret=${encodeURIComponent(SECRET)}`)).to.include({ status: 200 });
  });

  for (const query of [
    '',
    '?secret=',
    `?secret=${SECRET}x`,
    `?secret=wrong&secret=${SECRET}`,
    `?Secret=${SECRET}`,
  ]) {
    it(`refuses ${query === '' ? 'who has none' : query}, and does nothing with the data`, async () => {
      const before = api().conductor.asked.length;
      const answer = await post(query);
      expect(answer.status).to.equal(403);
      expect(answer.json)
        .to.have.nested.property('error.message')
        .that.includes('ipa-inspection-callback-url');
      expect(answer.text).to.not.include(SECRET);
      expect(api().conductor.asked).to.have.length(before);
    });
  }

  it('must be long, and of characters that a kernel passes on', () => {
    for (const callbackSecret of [
      'short',
      'with a blank in it..',
      'with&an=ampersand....',
      'ünicode-ünicode-ü',
    ])
      expect(() => resolveConfig({ processing: { callbackSecret } }), callbackSecret).to.throw(
        'processing.callbackSecret',
      );
  });
});
