import { expect } from 'chai';
import { inTime } from '../../src/tasks/in-time.js';

const never = new Promise<string>(() => undefined);

describe('work that is waited for only so long', () => {
  it('gives what it returns in time, and what it throws in time', async () => {
    expect(await inTime(Promise.resolve('done'), 10_000, () => 'late')).to.equal('done');
    const failure = await inTime(Promise.reject(new Error('broken')), 10_000, () => 'late').catch(String);
    expect(failure).to.equal('Error: broken');
  });

  it('gives something else when it takes longer', async () => {
    expect(await inTime(never, 1, () => 'late')).to.equal('late');
  });

  it('leaves what it throws afterwards to nobody', async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<string>((_resolve, reject) => (fail = reject));
    expect(await inTime(work, 1, () => 'late')).to.equal('late');
    // A rejection that nobody handles ends the tests.
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
