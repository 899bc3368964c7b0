import { expect } from 'chai';
import { environmentSettings } from '../../src/config/environment.js';
import { importIni } from '../../src/config/import-ini.js';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';

const ETCD = 'etcd3+https://one:2379,two:2379?ca_cert=/etc/ca.pem';

describe('coordination.backendUrl', () => {
  for (const url of [ETCD, 'etcd3+http://etcd', 'etcd3://etcd:2379']) {
    it(`makes etcd the coordination backend: ${url}`, () => {
      const { coordination, plugins } = resolveConfig({ coordination: { backendUrl: url } });
      expect(coordination.driver).to.equal('etcd');
      expect(plugins).to.deep.equal({ 'coordination-etcd': { backendUrl: url } });
    });
  }

  it('may come from the environment, and leaves the other options of etcd as they are', () => {
    const environment = environmentSettings({ INSPECTOR_COORDINATION__BACKEND_URL: ETCD });
    const given = { coordination: { driver: 'etcd' }, plugins: { 'coordination-etcd': { ttl: 20 } } };
    expect(resolveConfig(given, environment).plugins).to.deep.equal({
      'coordination-etcd': { backendUrl: ETCD, ttl: 20 },
    });
  });

  const refused: [string, UserConfig, RegExp][] = [
    [
      'ZooKeeper',
      { coordination: { backendUrl: 'zookeeper://z:2181' } },
      /names ZooKeeper, which cannot be used here: run etcd and write etcd3\+http:/,
    ],
    ['memcached', { coordination: { backendUrl: 'memcached://m:11211' } }, /names memcached/],
    ['a folder', { coordination: { backendUrl: 'file:///var/lib/x' } }, /names a folder/],
    ['MySQL by a driver', { coordination: { backendUrl: 'mysql+pymysql://m/x' } }, /names MySQL/],
    ['no URL', { coordination: { backendUrl: 'etcd1' } }, /no coordination backend that is known/],
    ['etcd by no protocol', { coordination: { backendUrl: 'etcd3+tcp://e' } }, /no URL of etcd/],
    [
      'a URL of etcd for another driver',
      { coordination: { driver: 'local', backendUrl: ETCD } },
      /coordination\.driver names 'local': leave one of them out/,
    ],
    [
      'a URL beside endpoints',
      {
        coordination: { backendUrl: ETCD },
        plugins: { 'coordination-etcd': { endpoints: ['http://e:2379'] } },
      },
      /says the same as an option of plugins\['coordination-etcd'\]/,
    ],
    [
      'two URLs',
      {
        coordination: { backendUrl: ETCD },
        plugins: { 'coordination-etcd': { backendUrl: 'etcd3+http://e' } },
      },
      /says the same/,
    ],
  ];
  for (const [what, config, message] of refused) {
    it(`is refused with a sentence: ${what}`, () => {
      expect(() => resolveConfig(config))
        .to.throw(message)
        .with.property('code', 'INSP_CONFIG_INVALID');
    });
  }

  const load = (text: string) => importIni(text, [], false);

  it('is taken over from an old file', () => {
    const { config, leftOut, undecided } = load(`[coordination]\nbackend_url = ${ETCD}`);
    expect(config['coordination']).to.deep.equal({ backendUrl: ETCD });
    expect(leftOut).to.deep.equal([]);
    expect(undecided.join()).to.not.include('backendUrl');
  });

  it('is left out of what is taken over where it cannot be used, and somebody has to decide', () => {
    const text = '[DEFAULT]\nstandalone = false\n[coordination]\nbackend_url = memcached://m:11211';
    const { config, leftOut, undecided } = load(text);
    expect(config).to.not.have.property('coordination');
    expect(leftOut).to.deep.include({
      option: '[coordination]backend_url',
      line: 4,
      reason:
        'names memcached, which cannot be used here: run etcd and write etcd3+http://host:2379 or etcd3+https://host:2379, ' +
        'or install another coordination backend and name it in coordination.driver',
    });
    expect(undecided.join('\n')).to.match(
      /^coordination\.backendUrl: .*The service does not start before\.$/m,
    );
  });
});
