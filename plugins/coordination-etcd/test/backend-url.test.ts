import { expect } from 'chai';
import { readBackendUrl } from '../src/backend-url.js';

describe('a backend URL of ironic-inspector', () => {
  for (const [url, endpoints] of [
    ['etcd3+http://etcd.example:2379', ['http://etcd.example:2379']],
    ['etcd3+https://etcd.example:12379/', ['https://etcd.example:12379']],
    ['etcd3://etcd.example', ['http://etcd.example:2379']],
    ['etcd3+http://', ['http://localhost:2379']],
    ['etcd3+http://:4001', ['http://localhost:4001']],
    ['etcd3+http://[2001:db8::1]:2379', ['http://[2001:db8::1]:2379']],
    ['etcd3+https://one,two:2380,[::1]', ['https://one:2379', 'https://two:2380', 'https://[::1]:2379']],
    ['etcd3+http://one?api_version=v3&timeout=10&lock_timeout=30', ['http://one:2379']],
  ] as const) {
    it(`may be ${url}`, () => {
      expect(readBackendUrl(url)).to.deep.equal({ endpoints });
    });
  }

  it('may name the files of TLS', () => {
    const url = 'etcd3+https://one:2379?ca_cert=/etc/ca.pem&cert_cert=/etc/me.pem&cert_key=/etc/me.key';
    expect(readBackendUrl(url)).to.deep.equal({
      endpoints: ['https://one:2379'],
      ...{ cafile: '/etc/ca.pem', certfile: '/etc/me.pem', keyfile: '/etc/me.key' },
    });
  });

  for (const [url, message] of [
    ['memcached://host:11211', /is no URL of etcd\. Write etcd3\+http/],
    ['etcd://host', /is no URL of etcd/],
    ['etcd3+http://host/path', /is no URL of etcd/],
    ['etcd3+http://root:secret@host', /names a user\. Set username and password/],
    ['etcd3+http://one:port', /has "one:port"/],
    ['etcd3+http://one?color=red', /the option "color"/],
  ] as const) {
    it(`is refused where it is ${url}`, () => {
      expect(() => readBackendUrl(url))
        .to.throw(message)
        .and.to.include({ code: 'INSP_CONFIG_INVALID' });
      expect(() => readBackendUrl(url)).to.throw(/^plugins\['coordination-etcd'\]\.backendUrl: (?!.*secret)/);
    });
  }
});
