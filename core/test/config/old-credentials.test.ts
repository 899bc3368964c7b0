import { expect } from 'chai';
import { importIni, type PluginOptions } from '../../src/config/import-ini.js';

const text = { type: 'string' };
const properties = { authType: text, authUrl: text, username: text, projectName: text, regionName: text };
const PLUGINS: PluginOptions[] = ['ironic', 'swift'].map((group) => ({
  group,
  properties: { ...properties, password: { type: 'string', writeOnly: true } },
}));
const load = (...lines: string[]) => importIni(lines.join('\n'), PLUGINS, true);

describe('credentials in an imported ironic-inspector.conf', () => {
  it('come along under the names they have today', () => {
    const { config, leftOut } = load(
      '[ironic]',
      'auth_plugin = v3password',
      'user-name = inspector',
      'tenant_name = service',
    );
    expect(config['ironic']).to.deep.equal({
      authType: 'v3password',
      username: 'inspector',
      projectName: 'service',
    });
    expect(leftOut).to.deep.equal([]);
  });

  it('come from the group that auth_section names, which is not said to be lost', () => {
    const { config, leftOut } = load(
      '[shared]',
      'auth_type = password',
      'auth_url = http://keystone/v3',
      'username = inspector',
      'tenant_name = service',
      'password = a$$b',
      '[ironic]',
      'auth_section = shared',
      'region_name = north',
      '[swift]',
      'auth_section = shared',
    );
    const credentials = {
      authType: 'password',
      authUrl: 'http://keystone/v3',
      username: 'inspector',
      projectName: 'service',
      password: 'a$b',
    };
    expect(config['ironic']).to.deep.equal({ ...credentials, regionName: 'north' });
    expect(config['swift']).to.deep.equal(credentials);
    expect(leftOut).to.deep.equal([]);
  });

  it('that authenticate callers may serve a client as well', () => {
    const { config, leftOut } = load(
      '[keystone_authtoken]',
      'username = inspector',
      'memcached_servers = localhost',
      '[ironic]',
      'auth_section = keystone_authtoken',
    );
    expect(config['ironic']).to.deep.include({ username: 'inspector' });
    expect(config['keystoneAuthtoken']).to.deep.equal({ username: 'inspector' });
    expect(leftOut.map(({ option }) => option)).to.deep.equal(['[keystone_authtoken]memcached_servers']);
  });

  it('are said to be lost when auth_section names a group without any', () => {
    const { leftOut } = load('[ironic]', 'auth_section = nowhere');
    expect(leftOut.map(({ option, line }) => [option, line])).to.deep.equal([['[ironic]auth_section', 2]]);
  });
});
