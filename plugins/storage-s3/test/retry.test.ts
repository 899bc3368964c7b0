import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import definition from '../src/index.js';
import type { S3Options } from '../src/options.js';
import { isTransient, withRetries } from '../src/retry.js';

const failWith = (fields: object) => Object.assign(new Error('x'), fields);

const silent = { warn: () => undefined, debug: () => undefined };

describe('repetition of S3 requests', () => {
  const rows: [string, unknown, boolean][] = [
    ['a server error', failWith({ $metadata: { httpStatusCode: 503 } }), true],
    ['too many requests', failWith({ $metadata: { httpStatusCode: 429 } }), true],
    ['a refused connection', failWith({ code: 'ECONNREFUSED' }), true],
    ['a cut connection', failWith({ code: 'ECONNRESET' }), true],
    ['a time-out', failWith({ name: 'TimeoutError' }), true],
    ['a wrong signature', failWith({ $metadata: { httpStatusCode: 403 } }), false],
    ['a missing object', failWith({ $metadata: { httpStatusCode: 404 } }), false],
    ['a mistake of ours', new TypeError('x'), false],
    ['no error at all', undefined, false],
  ];
  for (const [what, error, expected] of rows) {
    it(`${expected ? 'follows' : 'does not follow'} ${what}`, () =>
      expect(isTransient(error)).to.equal(expected));
  }

  it('ends with the first success', async () => {
    let count = 0;
    const work = async () => {
      count++;
      if (count < 3) throw failWith({ code: 'ECONNRESET' });
      return count;
    };
    expect(await withRetries(5, work, silent)).to.equal(3);
  });

  it('ends with the last error when tried often enough', async () => {
    let count = 0;
    const work = async () => {
      count++;
      throw failWith({ code: 'ECONNRESET', count });
    };
    const error = await withRetries(2, work, silent).catch((reason: unknown) => reason);
    expect(error).to.include({ count: 2 });
  });

  for (const half of ['accessKeyId', 'secretAccessKey']) {
    it(`refuses ${half} without its other half`, () => {
      const context = createContext<S3Options>(definition, { options: { bucket: 'b', [half]: 'x' } });
      expect(() => definition.setup(context)).to.throw(/storage-s3.*is needed with its other half/);
    });
  }
});
