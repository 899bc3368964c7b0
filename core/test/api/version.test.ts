import { expect } from 'chai';
import { withApi } from './api-server.js';

const HEADER = 'X-OpenStack-Ironic-Inspector-API-Version';
const MALFORMED = 'Malformed API version: expected string in form of X.Y or latest';

describe('API version negotiation', () => {
  const api = withApi();
  const ask = (headers: Record<string, string>) => api().call('GET', '/v1', { headers });

  it('says the supported range in every answer', async () => {
    const answers = [
      await api().call('GET', '/'),
      await api().call('GET', '/no/such/thing'),
      await api().call('PATCH', '/v1/rules'),
      await api().call('DELETE', '/v1/rules'),
      await api().call('OPTIONS', '/v1/rules'),
      await ask({ [HEADER]: '9.9' }),
      await ask({ [HEADER]: 'x' }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('X-OpenStack-Ironic-Inspector-API-Minimum-Version')).to.equal('1.0');
      expect(headers.get('X-OpenStack-Ironic-Inspector-API-Maximum-Version')).to.equal('1.18');
    }
  });

  for (const version of ['1.0', '1.18', '1.05', '+1.+5', '1 . 5', 'latest', 'LATEST']) {
    it(`accepts ${version}`, async () => {
      expect(await ask({ [HEADER]: version })).to.include({ status: 200 });
    });
  }

  for (const version of ['1', '1.2.3', 'abc', 'v1.5', '1.x', '', '.', '1.', '1.5, 1.6', '0x1.0', '1.5e0']) {
    it(`calls "${version}" malformed`, async () => {
      expect(await ask({ [HEADER]: version })).to.include({ status: 400, message: MALFORMED });
    });
  }

  const outside: [string, string][] = [
    ['1.19', '1.19'],
    ['2.0', '2.0'],
    ['0.9', '0.9'],
    ['-1.2', '-1.2'],
    ['01.019', '1.19'],
    ['1.99999999999999999999999', '1.99999999999999999999999'],
  ];
  for (const [version, shown] of outside) {
    it(`does not support ${version}`, async () => {
      expect(await ask({ [HEADER]: version })).to.include({
        status: 406,
        message: `Unsupported API version ${shown}, supported range is 1.0 to 1.18`,
      });
    });
  }

  it('looks at the version before the path', async () => {
    expect(await api().call('GET', '/no/such/thing', { headers: { [HEADER]: '2.0' } })).to.include({
      status: 406,
    });
  });

  const standard: [string, Record<string, string>, number][] = [
    ['takes the standard header', { 'OpenStack-API-Version': 'baremetal-introspection 1.5' }, 200],
    [
      'compares its service without regard to case',
      { 'OpenStack-API-Version': 'Baremetal-Introspection 1.99' },
      406,
    ],
    ['understands latest in it', { 'OpenStack-API-Version': 'baremetal-introspection latest' }, 200],
    [
      'finds its entry among those of other services',
      { 'OpenStack-API-Version': 'compute 2.1,baremetal-introspection 3.0, volume 3' },
      406,
    ],
    [
      'lets the last of several entries win',
      { 'OpenStack-API-Version': 'baremetal-introspection 9.0, baremetal-introspection 1.1' },
      200,
    ],
    ['calls an entry without version malformed', { 'OpenStack-API-Version': 'baremetal-introspection' }, 400],
    [
      'calls an entry with two versions malformed',
      { 'OpenStack-API-Version': 'baremetal-introspection 1.1 1.2' },
      400,
    ],
    [
      'prefers the standard header to the old one',
      { 'OpenStack-API-Version': 'baremetal-introspection 1.1', [HEADER]: '9.9' },
      200,
    ],
    ['falls back to the old header', { 'OpenStack-API-Version': 'baremetal 1.99', [HEADER]: '9.9' }, 406],
    ['ignores entries of other services', { 'OpenStack-API-Version': 'baremetal 1.99' }, 200],
  ];
  for (const [title, headers, status] of standard) {
    it(title, async () => {
      expect(await ask(headers)).to.include({ status });
    });
  }
});
