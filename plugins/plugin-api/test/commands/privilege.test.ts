import { expect } from 'chai';
import { mayFilterPackets } from '../../src/commands/privilege.js';

const capabilities = (effective: string, ambient: string) =>
  `Name:\tnode\nCapInh:\t0000000000000000\nCapEff:\t${effective}\nCapAmb:\t${ambient}\nSeccomp:\t0\n`;
const NET_ADMIN = '0000000000001000';
const NET_RAW = '0000000000002000';
const NONE = '0000000000000000';

describe('privilege to filter packets', () => {
  it('is there for root', () => {
    expect(mayFilterPackets(capabilities(NONE, NONE), true)).to.equal(true);
  });
  it('is there for a user with an ambient CAP_NET_ADMIN', () => {
    expect(mayFilterPackets(capabilities(NET_ADMIN, NET_ADMIN), false)).to.equal(true);
  });
  it('is not there when the programs that are started would not inherit it', () => {
    expect(mayFilterPackets(capabilities(NET_ADMIN, NONE), false)).to.equal(false);
  });
  it('is not there with another capability or none', () => {
    expect(mayFilterPackets(capabilities(NET_RAW, NET_RAW), false)).to.equal(false);
    expect(mayFilterPackets(capabilities(NONE, NONE), false)).to.equal(false);
    expect(mayFilterPackets('', false)).to.equal(false);
  });
});
