import { expect } from 'chai';
import { nearestNode } from '../../src/conductor/nearest-node.js';

const [A, B] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

describe('the node that a machine was most likely meant for', () => {
  it('is the one whose MAC address differs least', () => {
    const waiting = [
      { uuid: A, name: null, mac: '52:54:00:aa:bb:07' },
      { uuid: B, name: null, mac: '52:54:00:aa:bb:c2' },
      { uuid: B, name: null, mac: null },
    ];
    expect(nearestNode(['10:00:00:00:00:01', '52:54:00:aa:bb:c1'], waiting)).to.deep.equal({
      uuid: B,
      reason: 'its MAC address 52:54:00:aa:bb:c2 differs from 52:54:00:aa:bb:c1 in 1 digit',
    });
  });

  it('is named where its name is known', () => {
    const waiting = [{ uuid: A, name: 'rack3-07', mac: '52:54:00:aa:bb:07' }];
    expect(nearestNode(['52:54:00:aa:bb:08'], waiting)).to.include({ uuid: A, name: 'rack3-07' });
    expect(nearestNode([], waiting)).to.include({ uuid: A, name: 'rack3-07' });
  });

  it('is found by two digits that are swapped', () => {
    const waiting = [
      { uuid: A, name: null, mac: '52:54:00:12:34:56' },
      { uuid: B, name: null, mac: '52:54:00:99:99:99' },
    ];
    expect(nearestNode(['52:54:00:21:34:56'], waiting)?.reason).to.match(/ in 2 digits$/);
  });

  it('is else the only one that waits', () => {
    const waiting = [
      { uuid: A, name: null, mac: '52:54:00:12:34:56' },
      { uuid: A, name: null, mac: null },
    ];
    expect(nearestNode(['10:00:00:00:00:01'], waiting)).to.deep.equal({
      uuid: A,
      reason: 'no other node waits for data',
    });
  });

  it('is not known where several wait and none is like it, or none waits', () => {
    const waiting = [
      { uuid: A, name: null, mac: '52:54:00:12:34:56' },
      { uuid: B, name: null, mac: null },
    ];
    expect(nearestNode(['10:00:00:00:00:01'], waiting)).to.equal(null);
    expect(nearestNode([], waiting)).to.equal(null);
    expect(nearestNode(['10:00:00:00:00:01'], [])).to.equal(null);
  });
});
