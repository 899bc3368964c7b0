import { expect } from 'chai';
import { changedOptions } from '../../src/config/changed-options.js';
import { resolveConfig } from '../../src/config/load.js';

describe('options that have changed', () => {
  it('are named with their group, without their values', () => {
    const before = resolveConfig({ listenPort: 5050, ironic: { password: 'old' } });
    const after = resolveConfig({
      listenPort: 5051,
      processing: { storeData: 'none' },
      httpBasicRoles: { root: 'admin' },
      ironic: { password: 'new' },
      plugins: { 'hook-rack': { table: { a: 1 } } },
    });
    const changed = changedOptions(before, after);
    expect(changed).to.deep.equal([
      'httpBasicRoles.root',
      'ironic.password',
      'listenPort',
      'plugins.hook-rack',
      'processing.storeData',
    ]);
    expect(changed.join(' ')).to.not.match(/\b(new|old)\b/);
    expect(changedOptions(after, after)).to.deep.equal([]);
  });
});
