import { expect } from 'chai';
import { RecentPosts } from '../../src/conductor/recent-posts.js';

const MINUTE = 60_000;

describe('posts accepted lately', () => {
  it('are known by their exact text', () => {
    const posts = new RecentPosts();
    posts.remember('{"a":1}', 'node');
    expect(posts.find('{"a":1}')).to.equal('node');
    expect(posts.find('{"a": 1}')).to.equal(undefined);
  });

  it('are known for ten minutes', () => {
    let time = 0;
    const posts = new RecentPosts(() => time);
    posts.remember('text', 'node');
    time = 10 * MINUTE - 1;
    expect(posts.find('text')).to.equal('node');
    time = 10 * MINUTE;
    expect(posts.find('text')).to.equal(undefined);
  });

  it('are forgotten with a new introspection of their node, and of no other', () => {
    const posts = new RecentPosts();
    posts.remember('one', 'first');
    posts.remember('two', 'first');
    posts.remember('three', 'second');
    posts.forget('first');
    expect(['one', 'two', 'three'].map((text) => posts.find(text))).to.deep.equal([
      undefined,
      undefined,
      'second',
    ]);
  });

  it('are no more than two thousand, the oldest go', () => {
    const posts = new RecentPosts();
    for (let index = 0; index <= 2000; index++) posts.remember(String(index), 'node');
    expect([posts.find('0'), posts.find('1'), posts.find('2000')]).to.deep.equal([undefined, 'node', 'node']);
  });
});
