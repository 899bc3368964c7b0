import { expect } from 'chai';
import { postAsRamdisk } from '../../src/index.js';
import { startReceiver } from './receiver.js';

describe('simulated ramdisk', () => {
  const post = async (answers: readonly (number | 'drop')[]) => {
    const receiver = await startReceiver(answers);
    try {
      const callbackUrl = `${receiver.url}/v1/continue`;
      const result = await postAsRamdisk('{"a":1}', { callbackUrl, retryDelayMs: 1 });
      return { ...result, bodies: receiver.bodies };
    } finally {
      await receiver.close();
    }
  };

  it('posts once and reads the UUID', async () => {
    expect(await post([200])).to.deep.include({
      status: 200,
      uuid: '11111111-1111-4111-8111-111111111111',
      attempts: 1,
      bodies: ['{"a":1}'],
    });
  });

  for (const first of [500, 503, 409, 'drop'] as const) {
    it(`tries again after ${first}`, async () => {
      expect(await post([first, 200])).to.include({ status: 200, attempts: 2 });
    });
  }

  for (const status of [400, 404]) {
    it(`takes ${status} as final`, async () => {
      expect(await post([status, 200])).to.include({ status, attempts: 1 });
    });
  }

  it('gives up after five attempts', async () => {
    expect(await post([503])).to.include({ status: 503, attempts: 5 });
    expect(await post(['drop'])).to.include({ status: undefined, attempts: 5 });
  });
});
