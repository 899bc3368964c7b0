import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { UnmatchedPosts } from '../../src/conductor/unmatched-posts.js';
import type { NewUnmatchedPosts, UnmatchedRepository } from '../../src/db/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';

const machine = (index: number): JsonObject => {
  const end = index.toString(16).padStart(4, '0');
  return {
    all_interfaces: { eth0: { mac: `52:54:00:00:${end.slice(0, 2)}:${end.slice(2)}` } },
    ipmi_address: '192.0.2.9',
  };
};
const posted = (data: JsonObject, address: string | null = '::ffff:192.0.2.7') => ({
  ...{ text: JSON.stringify(data), data },
  sender: { address },
});

describe('a post that matches no node', () => {
  let world: ConductorWorld;
  beforeEach(async () => {
    world = await conductorWorld();
  });
  afterEach(() => world.close());

  it('is kept with its sender, addresses, reason and the nearest node', async () => {
    const record = await world.record('waiting');
    const mac = '52:54:00:00:00:02';
    await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: mac }], 0);
    const error = await rejection(continueIntrospection(posted(machine(1)), world.services));
    await world.services.unmatched.stop();
    const [entry, ...others] = await world.database.unmatched.list(10);
    expect(others).to.deep.equal([]);
    expect(entry).to.deep.include({
      address: '192.0.2.7',
      macs: ['52:54:00:00:00:01'],
      bmcAddresses: ['192.0.2.9'],
      nearest: {
        uuid: record.uuid,
        reason: `its MAC address ${mac} differs from 52:54:00:00:00:01 in 1 digit`,
      },
      posts: 1,
    });
    expect(error.message).to.include(entry?.reason);
  });

  it('is not one that was accepted before, or that a node waits for', async () => {
    const record = await world.record('waiting');
    const mac = '52:54:00:00:00:01';
    await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: mac }], 0);
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable' });
    await continueIntrospection(posted(machine(1)), world.services);
    await world.services.background.drain(10_000);
    expect(await world.services.recent.find(posted(machine(1)).text)).to.deep.equal({ uuid: record.uuid });
    await world.services.unmatched.stop();
    expect(await world.database.unmatched.list(10)).to.deep.equal([]);
  });
});

describe('many posts that match no node', () => {
  /** Keeps posts; whoever waits for a pause waits until the test ends it. */
  const collector = (changes: Partial<UnmatchedRepository> = {}, keep = 1000) => {
    const written: (readonly NewUnmatchedPosts[])[] = [];
    const lines: string[] = [];
    const metrics = createMetrics();
    let resume = (): void => undefined;
    const posts = new UnmatchedPosts({
      repository: {
        list: () => Promise.resolve([]),
        waiting: () => Promise.resolve([]),
        add: async (found) => void written.push(found),
        ...changes,
      },
      quota: { keep, keepPerSource: 100 },
      metrics,
      log: { warn: (line: string) => void lines.push(line) } as never,
      pause: (_, signal) =>
        new Promise<void>((resolve) => {
          resume = resolve;
          if (signal.aborted) resolve();
          else signal.addEventListener('abort', () => resolve());
        }),
    });
    const counted = async (kept: 'yes' | 'no') => {
      const { values } = await metrics.unmatchedPosts.get();
      return values.find(({ labels }) => labels.kept === kept)?.value ?? 0;
    };
    return { posts, written, lines, counted, resume: () => resume() };
  };
  const turns = async () => new Promise((resolve) => setImmediate(resolve));

  it('are written at once first, and then together after a pause', async () => {
    const { posts, written, resume } = collector();
    posts.note(posted(machine(1)), 'nobody');
    await turns();
    for (const index of [2, 3, 2]) posts.note(posted(machine(index)), 'nobody');
    await turns();
    expect(written.map((found) => found.map(({ posts: count }) => count))).to.deep.equal([[1]]);
    resume();
    await turns();
    expect(written.map((found) => found.map(({ posts: count }) => count))).to.deep.equal([[1], [2, 1]]);
    await posts.stop();
  });

  it('are counted only, beyond what is written at a time', async () => {
    const { posts, written, counted } = collector();
    for (let index = 0; index < 500; index++) posts.note(posted(machine(index)), 'nobody');
    await posts.stop();
    expect(written.flat().length).to.be.within(100, 101);
    expect([await counted('yes'), await counted('no')]).to.deep.equal([
      written.flat().length,
      500 - written.flat().length,
    ]);
  });

  it('are not read without end where they were refused beforehand, and keep nobody from knowing their sender', async () => {
    const { posts, written } = collector();
    const large = (index: number) => JSON.stringify({ ...machine(index), x: 'x'.repeat(5_000_000) });
    for (const index of [1, 2, 3]) posts.noteRefused(large(index), { address: '192.0.2.7' }, 'no secret');
    await posts.stop();
    const found = written
      .flat()
      .map(({ machine: { macs, address, reason } }) => [macs.length, address, reason]);
    expect(found).to.deep.equal([1, 1, 0].map((macs) => [macs, '192.0.2.7', 'no secret']));
  });

  it('are kept by their sender where there is nothing to read, or no sense in it', async () => {
    const { posts, written } = collector();
    for (const text of [undefined, '{', '[1]', '"x"']) {
      posts.noteRefused(text, { address: '192.0.2.7' }, 'refused');
    }
    await posts.stop();
    expect(written.flat().map(({ machine: { macs }, posts: count }) => [macs, count])).to.deep.equal([
      [[], 1],
      [[], 3],
    ]);
  });

  it('are counted only where none are to be kept', async () => {
    const { posts, written, counted } = collector({}, 0);
    posts.note(posted(machine(1)), 'nobody');
    await posts.stop();
    expect([written, await counted('no')]).to.deep.equal([[], 1]);
  });

  it('are cut to a bounded size, whatever is in them', async () => {
    const { posts, written } = collector();
    const cards = Array.from({ length: 300 }, (_, index) => [
      `eth${index}`,
      {
        mac: `52:54:00:00:${Math.floor(index / 100) + 10}:${(index % 100) + 10 > 99 ? 'aa' : (index % 100) + 10}`,
      },
    ]);
    const data = { all_interfaces: Object.fromEntries(cards) as JsonObject };
    posts.note(posted(data, 'not an address'), 'x'.repeat(100_000));
    await posts.stop();
    const [entry] = written.flat();
    expect(entry?.machine.macs).to.have.length(16);
    expect(entry?.machine.address).to.equal(null);
    expect(JSON.stringify(entry)).to.have.length.below(2000);
  });

  it('are lost with a line in the log when the database is away, and the next ones are kept', async () => {
    let isAway = true;
    const kept: unknown[] = [];
    const add = async (found: unknown): Promise<void> => {
      if (isAway) throw new Error('the disk is gone');
      kept.push(found);
    };
    const { posts, lines, resume } = collector({ add });
    posts.note(posted(machine(1)), 'nobody');
    await turns();
    isAway = false;
    posts.note(posted(machine(2)), 'nobody');
    resume();
    await posts.stop();
    expect(kept).to.have.length(1);
    expect(lines).to.deep.equal(['Posts that matched no node could not be kept: the disk is gone']);
  });
});
