import { expect } from 'chai';
import { addressesIn } from '../../src/server/addresses.js';

describe('the addresses in options of a plugin', () => {
  it('are named, without passwords and without what is no address', () => {
    const options = {
      authUrl: 'http://me:secret@keystone/v3',
      username: 'me',
      retries: 3,
      password: 'secret',
    };
    expect(addressesIn(options)).to.deep.equal(['authUrl http://me:***@keystone/v3']);
  });
});
