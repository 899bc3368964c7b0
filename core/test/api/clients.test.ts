import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { clientsBehind } from '../../src/api/clients.js';

const request = (remoteAddress: string | undefined, forwardedFor?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  const clients = clientsBehind(['192.0.2.1', '198.51.100.0/24', '2001:db8::/64']);
  const cases: [string, string | undefined, string | undefined, string | undefined][] = [
    ['of the connection, without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
    ['of the connection, whatever a stranger says of itself', '203.0.113.9', '192.0.2.7', '203.0.113.9'],
    ['what a proxy says', '192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['what a proxy of a network says', '198.51.100.77', '203.0.113.9', '203.0.113.9'],
    ['not what the client has put in front', '192.0.2.1', '10.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['that before all proxies in a row', '192.0.2.1', '10.0.0.1, 203.0.113.9, 198.51.100.1', '203.0.113.9'],
    ['the first one where all are proxies', '192.0.2.1', '198.51.100.2, 198.51.100.1', '198.51.100.2'],
    ['that of the proxy where it says nothing readable', '192.0.2.1', 'unknown', '192.0.2.1'],
    ['no text that a terminal would obey', '192.0.2.1', '\u001b[2J', '192.0.2.1'],
    ['without the port that some proxies write', '192.0.2.1', '203.0.113.9:4711', '203.0.113.9'],
    ['IPv6 with port and brackets', '2001:db8::5', '[2001:DB8:1::A]:4711', '2001:db8:1::a'],
    ['IPv4 of a socket for both families', '::ffff:192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['not known of a unix socket', undefined, undefined, undefined],
    ['what the proxy at a unix socket says', undefined, '203.0.113.9', '203.0.113.9'],
  ];
  for (const [what, remote, forwarded, address] of cases) {
    it(`is ${what}`, () => {
      expect(clients.addressOf(request(remote, forwarded))).to.equal(address);
    });
  }

  it('is never forwarded where no proxy is trusted', () => {
    const alone = clientsBehind([]);
    expect(alone.addressOf(request('127.0.0.1', '203.0.113.9'))).to.equal('127.0.0.1');
    expect(alone.isProxy({ remoteAddress: '127.0.0.1' })).to.equal(false);
  });

  it('is not counted where many clients may share it', () => {
    expect(clients.countedAddressOf(request('192.0.2.1'))).to.equal(undefined);
    expect(clients.countedAddressOf(request('192.0.2.1', '203.0.113.9'))).to.equal('203.0.113.9');
    expect(clients.countedAddressOf(request('203.0.113.9'))).to.equal('203.0.113.9');
  });
});
