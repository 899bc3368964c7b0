import { expect } from 'chai';
import { FolderTree, hookPackage } from './folder-tree.js';
import { hooks, lastLine, problemOf, start, zooHost } from './zoo.js';

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

  it('stops the start for an installed extension that is broken', async () => {
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
      const host = await zooHost({ roots: [folder.path] });
      const problem = await problemOf(
        host.load({ drivers: [], named: [], extensions: ['inspector.rule.action'] }),
      );
      expect(problem.code).to.equal('INSP_PLUGIN_WRONG_CORE');
    } finally {
      await folder.remove();
    }
  });

  it('answers nothing for a group of which nothing is selected, and refuses to name its driver', async () => {
    const host = await zooHost();
    await start(host, 'zoo_ok');

    expect(host.named('inspector.hook.node-not-found')).to.deep.equal([]);
    expect(() => host.driver('inspector.storage')).to.throw('No storage backend is loaded');
  });
});
