import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { withTimeLimit } from '../../src/package/time-limit.js';

describe('the time limit of plugins', () => {
  const late: unknown[] = [];
  beforeEach(() => late.splice(0));
  const limited = <T>(work: () => T | Promise<T>, seconds: number): Promise<T> =>
    withTimeLimit(
      work,
      seconds,
      () => new InspectorError('INSP_PLUGIN_TIMEOUT', 'too slow'),
      (error) => late.push(error),
    );

  it('passes on what the work answers or throws, at once or later', async () => {
    expect(await limited(() => 7, 1)).to.equal(7);
    expect(await limited(() => turn(8), 1)).to.equal(8);
    const broken = new Error('broken');
    const fails = (): never => {
      throw broken;
    };
    expect(await limited(fails, 1).catch((error: unknown) => error)).to.equal(broken);
    expect(late).to.deep.equal([]);
  });

  it('ends the wait, not the work', async () => {
    let end: (error: Error) => void = () => undefined;
    const work = new Promise<void>((_, reject) => (end = reject));

    const error = await limited(() => work, 0.01).catch((thrown: unknown) => thrown);
    end(new Error('afterwards'));
    await turn();

    expect(error).to.have.property('code', 'INSP_PLUGIN_TIMEOUT');
    expect(late.map((thrown) => (thrown as Error).message)).to.deep.equal(['afterwards']);
  });

  it('may be longer than the longest timer', async () => {
    expect(await limited(() => wait(20, 'done'), 1e9)).to.equal('done');
  });
});
