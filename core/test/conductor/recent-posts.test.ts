import { expect } from 'chai';
import { MemoryRecentPosts } from '../../src/conductor/recent-posts.js';

const MINUTE = 60_000;

/** A post for a node. */
const on = (uuid: string, failure?: string) => ({
  record: { uuid, introspection: `introspection of ${uuid}` },
  ...(failure !== undefined && { failure }),
});

describe('posts processed lately', () => {
  it('are known by their exact text', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('{"a":1}', on('node'));
    expect(await posts.find('{"a":1}')).to.deep.equal({ uuid: 'node' });
    expect(await posts.find('{"a": 1}')).to.equal(undefined);
  });

  it('are known with what ended their introspection', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('text', on('node', 'no disk'));
    expect(await posts.find('text')).to.deep.equal({ uuid: 'node', failure: 'no disk' });
  });

  it('are known for ten minutes', async () => {
    let time = 0;
    const posts = new MemoryRecentPosts(() => time);
    await posts.remember('text', on('node'));
    time = 10 * MINUTE - 1;
    expect(await posts.find('text')).to.deep.equal({ uuid: 'node' });
    time = 10 * MINUTE;
    expect(await posts.find('text')).to.equal(undefined);
  });

  it('tell whether one was accepted for an introspection', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('one', on('first'));
    await posts.remember('two', on('second', 'no disk'));
    expect(await posts.isAccepted(on('first').record)).to.equal(true);
    expect(await posts.isAccepted({ uuid: 'first', introspection: 'another' })).to.equal(false);
    expect(await posts.isAccepted(on('second').record)).to.equal(false);
  });

  it('are forgotten with a new introspection of their node, and of no other', async () => {
    const posts = new MemoryRecentPosts();
    await posts.remember('one', on('first'));
    await posts.remember('two', on('first'));
    await posts.remember('three', on('second'));
    await posts.forget('first');
    expect(await Promise.all(['one', 'two', 'three'].map((text) => posts.find(text)))).to.deep.equal([
      undefined,
      undefined,
      { uuid: 'second' },
    ]);
  });

  it('are no more than two thousand, the oldest go', async () => {
    const posts = new MemoryRecentPosts();
    for (let index = 0; index <= 2000; index++) await posts.remember(String(index), on('node'));
    expect(await Promise.all(['0', '1', '2000'].map((text) => posts.find(text)))).to.deep.equal([
      undefined,
      { uuid: 'node' },
      { uuid: 'node' },
    ]);
  });
});
