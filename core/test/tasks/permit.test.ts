import { expect } from 'chai';
import { Permit } from '../../src/tasks/permit.js';

const failure = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('a permit', () => {
  it('ends once, for the first reason, with its signal', () => {
    const permit = new Permit();
    const { signal } = permit;
    permit.throwIfAborted();
    const first = new Error('first');
    permit.end(() => first);
    permit.end(() => new Error('second'));
    expect([permit.reason, signal.reason, permit.signal.aborted]).to.deep.equal([first, first, true]);
    expect(() => permit.throwIfAborted()).to.throw(first);
  });

  it('ends with the one it is part of, which does not end with it', () => {
    const parent = new Permit();
    const [one, other] = [new Permit(parent), new Permit(parent)];
    const signals = [one.signal, other.signal, parent.signal];
    one.end(() => new Error('one'));
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, false, false]);
    parent.end(() => new Error('all'));
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, true, true]);
    expect(one.reason?.message).to.equal('one');
    expect(other.reason?.message).to.equal('all');
  });

  it('looks at the clock whenever somebody asks, also through a part of it', async () => {
    let late = false;
    const permit: Permit = new Permit(undefined, () => late && permit.end(() => new Error('too late')));
    const part = new Permit(permit);
    part.throwIfAborted();
    late = true;
    let begun = false;
    const step = part.during(async () => void (begun = true));
    expect(await failure(step)).to.have.property('message', 'too late');
    expect(begun).to.equal(false);
    expect(permit.signal.aborted).to.equal(true);
  });

  it('does not wait for a step when it ends, and begins none afterwards', async () => {
    const permit = new Permit(new Permit());
    expect(await permit.during(async () => 1)).to.equal(1);
    const hanging = failure(permit.during(() => new Promise(() => undefined)));
    const ended = new Error('ended');
    permit.end(() => ended);
    expect(await hanging).to.equal(ended);
    let begun = false;
    const late = async (): Promise<void> => void (begun = true);
    expect(await failure(permit.during(late))).to.equal(ended);
    expect(begun).to.equal(false);
  });

  it('passes on how a step fails', async () => {
    const broken = new Error('broken');
    expect(await failure(new Permit().during(() => Promise.reject(broken)))).to.equal(broken);
  });
});
