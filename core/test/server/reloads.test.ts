import { expect } from 'chai';
import { Reloads } from '../../src/server/reloads.js';

describe('what can be read again', () => {
  it('is read in turn, and one failure does not keep the others from it', async () => {
    const reloads = new Reloads();
    const order: string[] = [];
    reloads.onReload('policy', () => void order.push('policy'));
    reloads.onReload('certificate', () => Promise.reject(new Error('no such file')));
    reloads.onReload('users', async () => void order.push('users'));
    expect(await reloads.run()).to.deep.equal({
      read: ['policy', 'users'],
      failed: ['certificate: no such file'],
    });
    expect(order).to.deep.equal(['policy', 'users']);
  });
});
