import { expect } from 'chai';
import type { Coordinator, PluginContext } from '@inspector/core';
import local from '../src/index.js';

/** The plugin reads nothing of its context. */
const setUp = async (): Promise<Coordinator> => local.setup({} as PluginContext);

describe('coordination local', () => {
  it('is the leader and has the database to itself', async () => {
    const coordinator = await setUp();

    expect(local.id).to.equal('local');
    expect(coordinator.isLeader()).to.equal(true);
    expect(coordinator.exclusive).to.equal(true);
  });

  it('locks nodes', async () => {
    const coordinator = await setUp();
    const lock = await coordinator.acquire('a');

    expect(await coordinator.tryAcquire('a')).to.equal(undefined);
    await lock.release();
    expect(await coordinator.tryAcquire('a')).to.not.equal(undefined);
  });
});
