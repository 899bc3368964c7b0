import { expect } from 'chai';
import type { JsonObject, IntrospectionState } from '@inspector/plugin-api';
import { logPrefix } from '../../src/node/log-prefix.js';

const DATA = { boot_interface: '01-52-54-00-AA-BB-CC', inventory: { bmc_address: '192.0.2.7' } };

describe('the prefix of log lines about a node', () => {
  const cases: [
    string,
    { uuid: string; state?: IntrospectionState; name?: string | null } | undefined,
    JsonObject,
    string,
  ][] = [
    ['nothing', undefined, {}, '[unidentified node]'],
    ['a UUID', { uuid: 'abc' }, {}, '[node: abc]'],
    ['a state', { uuid: 'abc', state: 'waiting' }, {}, '[node: abc state waiting]'],
    ['no name', { uuid: 'abc', name: null }, {}, '[node: abc]'],
    [
      'everything',
      { uuid: 'abc', state: 'processing', name: 'rack3-07' },
      DATA,
      '[node: abc state processing MAC 52:54:00:aa:bb:cc BMC 192.0.2.7 name rack3-07]',
    ],
    ['only data', undefined, DATA, '[node: MAC 52:54:00:aa:bb:cc BMC 192.0.2.7]'],
    ['an IPv6 BMC', undefined, { inventory: { bmc_v6address: '2001:DB8::5' } }, '[node: BMC 2001:db8::5]'],
    [
      'numbers of any size in their place',
      undefined,
      { boot_interface: 2n ** 64n, inventory: { bmc_address: 2n ** 64n, bmc_v6address: 2n ** 64n } },
      '[unidentified node]',
    ],
    [
      'data that are no addresses',
      undefined,
      { boot_interface: ']\nfaked line', inventory: { bmc_address: 'x' } },
      '[unidentified node]',
    ],
  ];
  for (const [what, node, data, expected] of cases) {
    it(`with ${what} known is ${expected}`, () => {
      expect(logPrefix(node, data)).to.equal(expected);
    });
  }
});
