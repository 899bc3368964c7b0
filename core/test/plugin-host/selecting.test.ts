import { expect } from 'chai';
import { isPermitted } from '../../src/plugin-host/permitted.js';
import { FolderTree, hookPackage } from './folder-tree.js';
import { emptyTable, hooks, lastLine, LogBook, problemOf, start, zooHost } from './zoo.js';

describe('selecting plugins by name', () => {
  const selected = async (...names: string[]): Promise<string[]> => {
    const host = await zooHost();
    await start(host, ...names);
    return host.named('inspector.hook.processing').map(({ name }) => name);
  };

  it('keeps the configured order', async () => {
    expect(await selected('zoo_cjs', 'zoo_ok', 'zoo_compiled')).to.deep.equal([
      'zoo_cjs',
      'zoo_ok',
      'zoo_compiled',
    ]);
    expect(await selected('zoo_compiled', 'zoo_ok', 'zoo_cjs')).to.deep.equal([
      'zoo_compiled',
      'zoo_ok',
      'zoo_cjs',
    ]);
  });

  it('loads CommonJS, compiled modules, top-level await and named exports alike', async () => {
    const names = ['zoo_cjs', 'zoo_compiled', 'zoo_top_level_await', 'zoo_first', 'zoo_second'];
    expect(await selected(...names)).to.deep.equal(names);
  });

  it('accepts dashes for underscores', async () => {
    expect(await selected('zoo-ok', 'zoo-top-level-await')).to.deep.equal(['zoo_ok', 'zoo_top_level_await']);
  });

  it('accepts the aliases of a manifest', async () => {
    expect(await selected('zoo-other-name')).to.deep.equal(['zoo_ok']);
  });

  it('prefers the name itself to an alias', async () => {
    const folder = await FolderTree.create(hookPackage('node_modules', 'inspector-hook-x', 'zoo-other-name'));
    try {
      const host = await zooHost({
        roots: [folder.path, new URL('../../../test/fixtures/plugins', import.meta.url).pathname],
      });
      await start(host, 'zoo-other-name');
      expect(host.named('inspector.hook.processing')[0]?.packageName).to.equal('inspector-hook-x');
    } finally {
      await folder.remove();
    }
  });

  it('uses a hook once that is enabled under two spellings', async () => {
    expect(await selected('zoo_ok', 'zoo-ok', 'zoo_cjs', 'zoo-other-name')).to.deep.equal([
      'zoo_ok',
      'zoo_cjs',
    ]);
  });

  const misspelt: [string, string][] = [
    ['lldp_basik', 'Did you mean "lldp_basic"?'],
    ['capabilites', 'Did you mean "capabilities"?'],
    ['zoo_okk', 'Did you mean "zoo_ok"? Correct the name in processing.processingHooks.'],
  ];
  for (const [name, suggestion] of misspelt) {
    it(`suggests another name for "${name}"`, async () => {
      const host = await zooHost();
      const problem = await problemOf(host.load(hooks(name)));
      expect(lastLine(problem.message)).to.contain(suggestion);
    });
  }

  it('says which package to install for a plugin of the project', async () => {
    const folder = await FolderTree.create();
    const host = await zooHost({ roots: [folder.path] });
    const problem = await problemOf(
      host.load({ drivers: [{ group: 'inspector.storage', name: 'swift' }], named: [], extensions: [] }),
    );
    await folder.remove();

    expect(problem.code).to.equal('INSP_PLUGIN_NOT_INSTALLED');
    expect(problem.message).to.contain('storage backend "swift", which processing.storeData enables');
    expect(lastLine(problem.message)).to.equal('Install it: npm install @inspector/storage-swift');
  });

  it('loads everything installed of a group as extension, by name', async () => {
    const host = await zooHost();
    await host.load({
      drivers: [],
      named: [],
      extensions: ['inspector.rule.condition', 'inspector.rule.action'],
    });
    await host.setUp({ introspectionData: {} as never });

    const conditions = host.extension('inspector.rule.condition');
    expect(conditions.get('zoo-odd')?.instance.compile({})(3, {} as never)).to.equal(true);
    expect(conditions.get('zoo-odd')?.definition.requiredParams).to.deep.equal([]);
    expect(host.extension('inspector.rule.action').get('zoo-note')?.packageName).to.equal(
      'inspector-rule-zoo',
    );
  });

  it('goes on without an installed extension that is broken, and says so', async () => {
    const folder = await FolderTree.create({
      'node_modules/inspector-rule-odd/package.json': {
        name: 'inspector-rule-odd',
        version: '1.0.0',
        peerDependencies: { '@inspector/plugin-api': '^98.0.0' },
        inspector: { api: 1, entryPoints: { 'inspector.rule.action': { odd: './index.js' } } },
      },
      'node_modules/inspector-rule-odd/index.js': '',
    });
    try {
      const book = new LogBook();
      const host = await zooHost({ roots: [folder.path], book });
      await host.load({ drivers: [], named: [], extensions: ['inspector.rule.action'] });
      await host.setUp({ introspectionData: emptyTable });
      expect(host.extension('inspector.rule.action').size).to.equal(0);
      expect(host.unusable.map(({ error }) => error.code)).to.deep.equal(['INSP_PLUGIN_WRONG_CORE']);
      expect(book.texts('error').join()).to.contain('The rule action "odd" cannot be used');
      expect(host.report()).to.have.nested.property('[0].state', 'broken');
    } finally {
      await folder.remove();
    }
  });

  it('leaves out what the configuration denies, and names the lists where it is enabled', async () => {
    const config = { pluginHost: { deny: ['@acme/*', 'inspector-rule-zoo'] } };
    const host = await zooHost({ config });
    const problem = await problemOf(host.load(hooks('zoo_ok', 'zoo_cjs')));
    expect(problem.code).to.equal('INSP_PLUGIN_DENIED');
    expect(problem.message).to.contain('@acme/inspector-hook-ok is installed, but pluginHost.allow and');
    const states = host.report().map(({ name, state }) => `${name} ${state}`);
    expect(states).to.include.members(['zoo_ok denied', 'zoo-odd denied', 'zoo_cjs enabled']);
  });

  it('allows the packages of others that are listed, and those of the project', () => {
    const lists = { allow: ['inspector-hook-a', '@acme/*'], deny: ['@acme/inspector-hook-bad'] };
    const names = [
      'inspector-hook-a',
      'inspector-hook-ab',
      '@acme/inspector-hook-x',
      '@acme/inspector-hook-bad',
      '@inspector/hook-lldp',
    ];
    expect(names.filter((name) => isPermitted(name, lists))).to.deep.equal([
      'inspector-hook-a',
      '@acme/inspector-hook-x',
      '@inspector/hook-lldp',
    ]);
    expect(isPermitted('inspector-hook-ab', { allow: [], deny: [] })).to.equal(true);
    expect(isPermitted('@inspector/hook-lldp', { allow: [], deny: ['@inspector/hook-lldp'] })).to.equal(
      false,
    );
  });

  for (const [name, text] of [
    ['my-plugin', 'my-plugin in '],
    ['@acme/hook-tea', '@acme/hook-tea in '],
    ['inspector_hook_tea', 'inspector_hook_tea in '],
  ] as const) {
    it(`says of ${name} that a package of such a name is never opened`, async () => {
      const packed = hookPackage('node_modules', name, 'tea');
      const folder = await FolderTree.create(packed);
      try {
        const host = await zooHost({ roots: [folder.path] });
        const problem = await problemOf(host.load(hooks('tea')));
        expect(problem.code).to.equal('INSP_PLUGIN_BAD_NAME');
        expect(problem.message).to.contain(text).and.contain('no package of this name is opened');
        expect(lastLine(problem.message)).to.contain('inspector-hook-<id>');
      } finally {
        await folder.remove();
      }
    });
  }

  it('answers nothing for a group of which nothing is selected, and refuses to name its driver', async () => {
    const host = await zooHost();
    await start(host, 'zoo_ok');

    expect(host.named('inspector.hook.node-not-found')).to.deep.equal([]);
    expect(() => host.driver('inspector.storage')).to.throw('No storage backend is loaded');
  });
});
