import { expect } from 'chai';
import { RecentlyEnrolled } from '../src/recently-enrolled.js';

describe('RecentlyEnrolled', () => {
  it('forgets a node when its time is over, and no earlier', () => {
    let now = 0;
    const recent = new RecentlyEnrolled(1000, () => now);
    recent.add('one', ['a', 'b']);
    now = 999;
    expect(recent.find(['x', 'b'])).to.deep.equal({ key: 'b', uuid: 'one' });
    now = 1000;
    expect(recent.find(['a', 'b'])).to.equal(undefined);
  });

  it('starts the time anew for a key that is added again', () => {
    let now = 0;
    const recent = new RecentlyEnrolled(1000, () => now);
    recent.add('one', ['a']);
    recent.add('other', ['b']);
    now = 500;
    recent.add('two', ['a']);
    now = 1200;
    expect(recent.find(['a'])).to.deep.equal({ key: 'a', uuid: 'two' });
    expect(recent.find(['b'])).to.equal(undefined);
  });

  it('forgets a node with all its keys and no other', () => {
    const recent = new RecentlyEnrolled(1000, () => 0);
    recent.add('one', ['a', 'b']);
    recent.add('two', ['c']);
    recent.forget('one');
    expect([recent.find(['a', 'b']), recent.find(['c'])?.uuid]).to.deep.equal([undefined, 'two']);
  });
});
