import { expect } from 'chai';
import { hostAndPort } from '../../src/config/host-and-port.js';

describe('An address with a port', () => {
  const right: [string, string, number][] = [
    ['192.0.2.1:5051', '192.0.2.1', 5051],
    ['localhost:0', 'localhost', 0],
    ['[2001:db8::1]:65535', '2001:db8::1', 65535],
    ['[::]:5051', '::', 5051],
  ];
  for (const [text, host, port] of right) {
    it(`is read: ${text}`, () => expect(hostAndPort(text)).to.deep.equal({ host, port }));
  }
  for (const text of [
    '',
    '5051',
    '192.0.2.1',
    '192.0.2.1:',
    ':5051',
    '::1:5051',
    'a:65536',
    'a b:1',
    'http://a:1',
  ]) {
    it(`is not: ${text}`, () => expect(hostAndPort(text)).to.equal(undefined));
  }
});
