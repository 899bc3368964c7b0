import { expect } from 'chai';
import { importIni, type PluginOptions } from '../../src/config/import-ini.js';
import { resolveConfig } from '../../src/config/load.js';
import { configText } from '../../src/config/write-config.js';

const PLUGINS: PluginOptions[] = [
  {
    group: 'ironic',
    properties: {
      endpointOverride: { type: 'string' },
      password: { type: 'string', writeOnly: true },
      timeout: { type: 'number' },
      insecure: { type: 'boolean' },
    },
  },
  { group: 'pciDevices', properties: { alias: { type: 'array' } } },
  { group: 'capabilities', properties: { cpuFlags: { type: 'object' } } },
];
const load = (text: string, withSecrets = false) => importIni(text, PLUGINS, withSecrets);

describe('import of ironic-inspector.conf', () => {
  const rows: [string, string, object][] = [
    ['names with dashes', '[DEFAULT]\nlisten-port = 1', { listenPort: 1 }],
    ['a colon for the equals sign', '[DEFAULT]\nlisten_port: 1', { listenPort: 1 }],
    ['settings before the first group', 'listen_port=1', { listenPort: 1 }],
    ['booleans in any spelling', '[processing]\npower_off = No', { processing: { powerOff: false } }],
    ['one pair of quotes', '[processing]\nstore_data = "swift"', { processing: { storeData: 'swift' } }],
    [
      'continued lines',
      '[DEFAULT]\nipmi_address_fields = a,\n  b\n# comment\nlisten_port = 2',
      { ipmiAddressFields: ['a', 'b'], listenPort: 2 },
    ],
    ['the last of repeated values', '[DEFAULT]\nlisten_port = 1\nlisten_port = 2', { listenPort: 2 }],
    [
      'all values of a repeated list',
      '[pci_devices]\nalias = {"name": "a,b"}\nalias = {"name": "c"}',
      { pciDevices: { alias: ['{"name": "a,b"}', '{"name": "c"}'] } },
    ],
    [
      'a single JSON value of a list',
      '[pci_devices]\nalias = {"a": 1, "b": 2}',
      { pciDevices: { alias: ['{"a": 1, "b": 2}'] } },
    ],
    [
      'tables, split at the first colon',
      '[capabilities]\ncpu_flags = vmx:cpu_vt, x:y:z',
      { capabilities: { cpuFlags: { vmx: 'cpu_vt', x: 'y:z' } } },
    ],
    [
      'references',
      '[DEFAULT]\nlisten_address = h\n[ironic]\nendpoint_override = http://${DEFAULT.listen_address}:$port/$$x\nport = 1',
      { ironic: { endpointOverride: 'http://h:1/$x' } },
    ],
    [
      'the default hooks by name',
      '[processing]\nprocessing_hooks = $default_processing_hooks,lldp_basic',
      { processing: { processingHooks: ['$default_processing_hooks', 'lldp_basic'] } },
    ],
    [
      'numbers of plugins',
      '[ironic]\ntimeout = 2.5\ninsecure = on',
      { ironic: { timeout: 2.5, insecure: true } },
    ],
  ];
  it('leaves out empty texts that mean the same as none, and says nothing of them', () => {
    const { config, leftOut } = load(
      '[processing]\nramdisk_logs_dir =\nprocessing_hooks =\n[ironic]\nendpoint_override =\npassword =',
      true,
    );
    expect(config['processing']).to.deep.equal({ storeData: 'none', processingHooks: [] });
    expect(config['ironic']).to.deep.equal({ authType: 'password' });
    expect(leftOut).to.deep.equal([]);
  });

  for (const [what, text, expected] of rows) {
    it(`reads ${what}`, () => {
      const { config } = load(text);
      for (const [key, value] of Object.entries(expected)) {
        if (typeof value === 'object' && !Array.isArray(value))
          expect(config[key]).to.deep.include(value as object);
        else expect(config[key]).to.deep.equal(value);
      }
    });
  }

  it('writes out what the old service did unless told otherwise', () => {
    expect(load('').config).to.deep.equal({
      listenAddress: '::',
      authStrategy: 'keystone',
      processing: { storeData: 'none' },
      pxeFilter: { driver: 'iptables' },
      ironic: { authType: 'password' },
      osloPolicy: { enforceNewDefaults: false },
    });
  });

  it('lists everything it could not carry over, with line and reason', () => {
    const { leftOut } = load(
      '[DEFAULT]\ntransport_url = x\n[oslo_messaging_rabbit]\na = 1\n[other]\nb = 1\nrubbish\n',
    );
    expect(leftOut.map(({ line, option }) => [line, option])).to.have.deep.members([
      [2, '[DEFAULT]transport_url'],
      [4, '[oslo_messaging_rabbit]a'],
      [6, '[other]b'],
      [7, 'rubbish'],
    ]);
    for (const { reason } of leftOut) expect(reason).not.to.equal('');
  });

  const unavailable: [string, RegExp][] = [
    ['[DEFAULT]\nlog-dir = /var/log', /standard error/],
    ['[keystone_authtoken]\nmemcached_servers = x', /remembers tokens for itself/],
    ['[keystone_authtoken]\nadmin_user = x', /API of Keystone v3/],
    ['[oslo_policy]\nenforce_scope = true', /scope types/],
    ['[coordination]\nbackend_url = zookeeper://h', /ZooKeeper.*coordination.driver/],
    ['[mdns]\nlookup_attempts = 5', /ramdisks look themselves/],
    ['[service_catalog]\nendpoint_override = http://h', /mdns\.url/],
  ];
  for (const [text, reason] of unavailable) {
    it(`leaves out what this version cannot do, and says why: ${text.replace('\n', ' ')}`, () => {
      const { config, leftOut } = load(text);
      expect(leftOut[0]?.reason).to.match(reason);
      expect(() =>
        resolveConfig({ ...config, listenAddress: '127.0.0.1', authStrategy: 'noauth' }),
      ).not.to.throw();
    });
  }

  for (const strategy of ['', 'auth_strategy = keystone']) {
    it(`does not let authentication get lost on the way: ${strategy || 'the default'}`, () => {
      const { config, undecided } = load(`[DEFAULT]\nlisten_address = 127.0.0.1\n${strategy}`);
      expect(config).to.include({ authStrategy: 'keystone' });
      expect(undecided[0]).to.match(/^keystoneAuthtoken\.authUrl: the file does not say where Keystone is/);
    });
  }

  it('takes over how Keystone is asked who callers are', () => {
    const { config, undecided, leftOut, secrets } = load(
      '[keystone_authtoken]\nwww_authenticate_uri = http://public\nauth_url = http://keystone/v3\n' +
        'auth_type = password\nusername = inspector\npassword = secret\nproject_name = service\n' +
        'interface = public\ntoken_cache_time = 60\nservice_token_roles = service,speaker\nservice_type = other\n' +
        '[oslo_policy]\nenforce_new_defaults = false',
    );
    expect([undecided, leftOut]).to.deep.equal([[], []]);
    expect(secrets).to.deep.equal({ INSPECTOR_KEYSTONE_AUTHTOKEN__PASSWORD: 'secret' });
    expect(config['keystoneAuthtoken']).to.deep.equal({
      ...{ wwwAuthenticateUri: 'http://public', authUrl: 'http://keystone/v3', authType: 'password' },
      ...{ username: 'inspector', projectName: 'service', interface: 'public', tokenCacheTime: 60 },
      ...{ serviceTokenRoles: ['service', 'speaker'], serviceType: 'other' },
    });
  });

  it('takes over users with passwords, and policy files', () => {
    const { config, undecided, leftOut } = load(
      '[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = /x\n' +
        '[oslo_policy]\npolicy_file = p.json\npolicy_dirs = a\nenforce_new_defaults = true',
    );
    expect([undecided, leftOut]).to.deep.equal([[], []]);
    const { osloPolicy, ...others } = resolveConfig(config);
    expect(others).to.include({ authStrategy: 'http_basic', httpBasicAuthUserFile: '/x' });
    expect(osloPolicy).to.deep.include({ policyFile: 'p.json', policyDirs: ['a'], enforceNewDefaults: true });
  });

  it('takes over what is announced by multicast DNS', () => {
    const { config, leftOut } = load(
      '[DEFAULT]\nenable_mdns = true\nlisten_address = 127.0.0.1\n[mdns]\nparams = ipa_debug:1\nregistration_attempts = 2',
    );
    expect(leftOut).to.deep.equal([]);
    const { enableMdns, mdns } = resolveConfig({ ...config, authStrategy: 'noauth' });
    expect({ enableMdns, ...mdns }).to.deep.include({
      enableMdns: true,
      params: { ipa_debug: '1' },
      registrationAttempts: 2,
    });
  });

  it('lets the old roles go on where the old file did not say otherwise', () => {
    const { config, undecided } = load('[DEFAULT]\nlisten_address = 127.0.0.1');
    expect(config).to.have.nested.property('osloPolicy.enforceNewDefaults', false);
    expect(undecided.join('\n')).to.include('osloPolicy.enforceNewDefaults: false is written');
    const { config: said } = load('[oslo_policy]\nenforce_new_defaults = true');
    expect(said).to.have.nested.property('osloPolicy.enforceNewDefaults', true);
  });

  it('has nothing to decide where callers were not authenticated', () => {
    expect(load('[DEFAULT]\nauth_strategy = noauth').undecided).to.deep.equal([]);
  });

  const places = ['sqlite:////var/lib/a@b:c.sqlite', 'mysql://user@host:3306/inspector'];
  for (const place of places) {
    it(`keeps in the file what is no secret: ${place}`, () => {
      const { config, secrets } = importIni(`[database]\nconnection = ${place}\n`, [], false);
      expect(config['database']).to.deep.equal({ connection: place });
      expect([secrets, config['requiredEnvironment']]).to.deep.equal([{}, undefined]);
    });
  }

  for (const place of ['mysql://user:p@ss@host/inspector', 'postgresql://user@host/d?password=x']) {
    it(`has the service refuse to start without the secret: ${place}`, () => {
      const { config, secrets } = importIni(`[database]\nconnection = ${place}\n`, [], false);
      expect(secrets).to.deep.equal({ INSPECTOR_DATABASE__CONNECTION: place });
      expect(config['requiredEnvironment']).to.deep.equal(['INSPECTOR_DATABASE__CONNECTION']);
    });
  }

  it('keeps secrets out unless asked', () => {
    const text = '[ironic]\npassword = geheim\n[database]\nconnection = mysql://u:geheim@h/d';
    const apart = load(text);
    expect(configText(undefined, apart, 'x.conf')).not.to.include('geheim');
    expect(configText(undefined, apart, 'x.conf')).to.include('INSPECTOR_IRONIC__PASSWORD');
    expect(apart.secrets).to.deep.equal({
      INSPECTOR_IRONIC__PASSWORD: 'geheim',
      INSPECTOR_DATABASE__CONNECTION: 'mysql://u:geheim@h/d',
    });
    expect(configText(undefined, load(text, true), 'x.conf')).to.include('geheim');
  });

  it('does not follow references in circles', () => {
    const text = '[DEFAULT]\nrootwrap_config = $listen_address\nlisten_address = $rootwrap_config';
    expect(load(text).config['listenAddress']).to.be.a('string');
  });

  it('writes a module that is the configuration', async () => {
    const imported = load(
      '[DEFAULT]\nauth_strategy = noauth\nlisten_address = 127.0.0.1\nrootwrap_config = it\'s \\ "here"\n',
    );
    const text = configText(undefined, imported, 'x.conf').replace(
      /import .*\n/,
      'const defineConfig = (config) => config;\n',
    );
    const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      default: Record<string, unknown>;
    };
    expect(module.default).to.deep.equal(imported.config);
    expect(resolveConfig(module.default).rootwrapConfig).to.equal('it\'s \\ "here"');
  });
});
