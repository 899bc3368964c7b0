import { expect } from 'chai';
import { MemoryRecentPosts } from '../../src/conductor/recent-posts.js';

const MINUTE = 60_000;

describe('posts accepted lately', () => {
  it('are known by their exact text', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('{"a":1}', 'node');
    expect(await posts.find('{"a":1}')).to.equal('node');
    expect(await posts.find('{"a": 1}')).to.equal(undefined);
  });

  it('are known for ten minutes', async () => {
    let time = 0;
    const posts = new MemoryRecentPosts(() => time);
    await posts.remember('text', 'node');
    time = 10 * MINUTE - 1;
    expect(await posts.find('text')).to.equal('node');
    time = 10 * MINUTE;
    expect(await posts.find('text')).to.equal(undefined);
  });

  it('are forgotten with a new introspection of their node, and of no other', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('one', 'first');
    await posts.remember('two', 'first');
    await posts.remember('three', 'second');
    await posts.forget('first');
    expect(await Promise.all(['one', 'two', 'three'].map((text) => posts.find(text)))).to.deep.equal([
      undefined,
      undefined,
      'second',
    ]);
  });

  it('are no more than two thousand, the oldest go', async () => {
    const posts = new MemoryRecentPosts();
    for (let index = 0; index <= 2000; index++) await posts.remember(String(index), 'node');
    expect(await Promise.all(['0', '1', '2000'].map((text) => posts.find(text)))).to.deep.equal([
      undefined,
      'node',
      'node',
    ]);
  });
});
