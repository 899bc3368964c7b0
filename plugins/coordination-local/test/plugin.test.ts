import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import local from '../src/index.js';

describe('coordination local', () => {
  it('is the leader and has the database to itself', async () => {
    const coordinator = await local.setup(createContext(local));

    expect(coordinator.isLeader()).to.equal(true);
    expect(coordinator.exclusive).to.equal(true);
  });
});
