import { expect } from 'chai';
import { DEFAULT_SERVICE_OPTIONS } from '@inspector/plugin-api';
import { resolveConfig } from '../../src/config/load.js';
import { serviceOptionsOf } from '../../src/plugin-host/service-options.js';

describe('what plugins may know of the configuration', () => {
  it('is by default what the test kit gives to plugins', () => {
    expect(serviceOptionsOf(resolveConfig({}))).to.deep.equal(DEFAULT_SERVICE_OPTIONS);
  });

  it('has no word of passwords, ports or other plugins', () => {
    const config = resolveConfig({
      listenPort: 4711,
      database: { connection: 'mysql://inspector:geheim@db/inspector' },
      plugins: { 'hook-a': { token: 'geheim' } },
      swift: { password: 'geheim' },
    });
    expect(JSON.stringify(serviceOptionsOf(config))).to.not.match(/geheim|4711/);
  });

  it('says what the operator wrote', () => {
    const options = serviceOptionsOf(resolveConfig({ timeout: 5, processing: { addPorts: 'all' } }));
    expect(options).to.deep.include({ timeout: 5 });
    expect(options.processing.addPorts).to.equal('all');
  });

  it('cannot be changed, and leaves the configuration as it is', () => {
    const config = resolveConfig({ ipmiAddressFields: ['a'] });
    const options = serviceOptionsOf(config);
    expect(Reflect.set(options, 'listenPort', 1)).to.equal(false);
    expect(Reflect.set(options.processing, 'addPorts', 'all')).to.equal(false);
    expect(Reflect.set(options.ipmiAddressFields, 0, 'b')).to.equal(false);
    expect(config.ipmiAddressFields).to.deep.equal(['a']);
    expect(config.processing.addPorts).to.equal('pxe');
  });
});
