import { expect } from 'chai';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';
import { printableConfig } from '../../src/config/printable.js';

const print = (config: UserConfig, changedOnly = false) =>
  printableConfig(resolveConfig(config), { changedOnly });

describe('printed configuration', () => {
  it('shows every option with its value', () => {
    expect(print({ listenPort: 1 })).to.include({ listenPort: 1, timeout: 3600 });
  });

  it('shows only what differs from the defaults when asked', () => {
    expect(print({}, true)).to.deep.equal({});
    expect(print({ timeout: 5, processing: { powerOff: false } }, true)).to.deep.equal({
      timeout: 5,
      processing: { powerOff: false },
    });
  });

  it('shows a connection URL without its password', () => {
    const { database } = print({ database: { connection: 'mysql://user:geheim@host/inspector' } });
    expect(database).to.include({ connection: 'mysql://user:***@host/inspector' });
  });

  it('hides what is named like a secret in options of plugins, at any depth', () => {
    const text = JSON.stringify(
      print({
        swift: { password: 'geheim', container: 'box' },
        plugins: { 'storage-s3': { secretAccessKey: 'geheim', nested: [{ token: 'geheim' }] } },
      }),
    );
    expect(text).not.to.include('geheim');
    expect(text).to.include('box');
  });
});
