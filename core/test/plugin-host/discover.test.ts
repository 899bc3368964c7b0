import { mkdir, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { discoverPackages } from '@inspector/plugin-api/package';
import { FolderTree, hookPackage } from './folder-tree.js';
import { hooks, LogBook, problemOf, ZOO, zooHost } from './zoo.js';

describe('discovery of plugins', () => {
  let folder: FolderTree;
  beforeEach(async () => {
    folder = await FolderTree.create();
  });
  afterEach(() => folder.remove());

  const found = (...roots: string[]): string[] =>
    discoverPackages(roots.map((root) => join(folder.path, root)))
      .packages.filter((one) => one.folder.startsWith(folder.path))
      .map(({ installedAs }) => installedAs);

  it('looks into the root, its parents and every scope', async () => {
    await folder.write({
      ...hookPackage('node_modules', 'inspector-hook-top', 'top'),
      ...hookPackage('app/node_modules', '@acme/inspector-hook-rack', 'rack'),
      ...hookPackage('app/node_modules', '@inspector/hook-own', 'own'),
      ...hookPackage('app/deep/er/node_modules', 'inspector-hook-near', 'near'),
    });

    expect(found('app/deep/er')).to.deep.equal([
      'inspector-hook-near',
      '@acme/inspector-hook-rack',
      '@inspector/hook-own',
      'inspector-hook-top',
    ]);
  });

  it('looks into several roots, each folder once', async () => {
    await folder.write({
      ...hookPackage('node_modules', 'inspector-hook-top', 'top'),
      ...hookPackage('a/node_modules', 'inspector-hook-a', 'a'),
      ...hookPackage('b/node_modules', 'inspector-hook-b', 'b'),
    });

    expect(found('b', 'a', 'a')).to.deep.equal([
      'inspector-hook-b',
      'inspector-hook-top',
      'inspector-hook-a',
    ]);
  });

  it('counts a package that is linked into several places once', async () => {
    await folder.write(hookPackage('src', 'inspector-hook-linked', 'linked'));
    for (const app of ['a', 'b']) {
      await mkdir(join(folder.path, app, 'node_modules'), { recursive: true });
      const place = join(folder.path, app, 'node_modules/inspector-hook-linked');
      await symlink(join(folder.path, 'src/inspector-hook-linked'), place);
    }

    expect(found('a', 'b')).to.deep.equal(['inspector-hook-linked']);
  });

  it('survives links in circles and links to nowhere', async () => {
    await mkdir(join(folder.path, 'node_modules/inspector-hook-self'), { recursive: true });
    await symlink('..', join(folder.path, 'node_modules/inspector-hook-self/node_modules'));
    await symlink('inspector-hook-gone', join(folder.path, 'node_modules/inspector-hook-lost'));

    const { packages } = discoverPackages([folder.path]);

    const lost = packages.find(({ installedAs }) => installedAs === 'inspector-hook-lost');
    expect(lost).to.have.property('json', undefined);
    expect(lost?.fault).to.contain('there is no such file');
  });

  it('says in the log which folders it could not look into, and goes on', async () => {
    await folder.write(hookPackage('node_modules', 'inspector-hook-top', 'top'));
    await mkdir(join(folder.path, 'app/node_modules'), { recursive: true });
    await symlink('@acme', join(folder.path, 'app/node_modules/@acme'));
    await mkdir(join(folder.path, 'app/deep'));
    await symlink('node_modules', join(folder.path, 'app/deep/node_modules'));
    const book = new LogBook();

    const host = await zooHost({ book, roots: [join(folder.path, 'app/deep')] });

    expect(host.packages.map(({ name }) => name)).to.contain('inspector-hook-top');
    const folders = book.lines.map((line) => line['folder']);
    expect(folders).to.deep.equal([
      join(folder.path, 'app/deep/node_modules'),
      join(folder.path, 'app/node_modules/@acme'),
    ]);
    expect(book.texts('warn')).to.have.length(2);
  });

  it('opens no package whose name is not that of a plugin', async () => {
    await folder.write({
      'node_modules/express/package.json': { name: 'express', keywords: ['inspector-plugin'], inspector: {} },
      'node_modules/@acme/hook-rack/package.json': { name: '@acme/hook-rack', inspector: {} },
      'node_modules/@inspector': 'a file, not a scope',
    });

    expect(found('.')).to.deep.equal([]);
  });

  it('finds nothing where nothing is', () => {
    expect(found('no/such/folder')).to.deep.equal([]);
  });

  it('takes no package for a plugin that only has a similar name', async () => {
    await folder.write({
      'node_modules/inspector-gadget/package.json': { name: 'inspector-gadget', version: '1.0.0' },
      'node_modules/@inspector/client/package.json': { name: '@inspector/client', version: '1.0.0' },
    });

    const host = await zooHost({ roots: [folder.path] });

    expect(host.packages.filter((one) => one.folder.startsWith(folder.path))).to.deep.equal([]);
  });

  it('imports nothing, and loading imports only what is enabled', async () => {
    const imports = (): number =>
      (globalThis as { inspectorSentinelImports?: number }).inspectorSentinelImports ?? 0;
    const before = imports();

    const host = await zooHost();
    await host.load({ ...hooks('zoo_ok', 'zoo_cjs'), extensions: ['inspector.rule.condition'] });

    expect(host.report().find(({ name }) => name === 'zoo_sentinel')?.state).to.equal('available');
    expect(imports()).to.equal(before);
  });

  it('imports exactly the enabled ones of many', async () => {
    const mark = 'globalThis.inspectorManyImports = (globalThis.inspectorManyImports ?? 0) + 1;\n';
    const packages = Array.from({ length: 200 }, (_, index) => {
      const source = `${mark}export default { id: 'many_${index}', setup: () => ({}) };\n`;
      return hookPackage('node_modules', `inspector-hook-many-${index}`, `many_${index}`, source);
    });
    await folder.write(Object.assign({}, ...packages));
    const names = Array.from({ length: 10 }, (_, index) => `many_${index * 7}`);

    const host = await zooHost({ roots: [folder.path] });
    await host.load(hooks(...names));

    expect(host.packages.filter(({ name }) => name.startsWith('inspector-hook-many-'))).to.have.length(200);
    expect((globalThis as { inspectorManyImports?: number }).inspectorManyImports).to.equal(10);
  });

  it('says which copies there are when an enabled plugin is installed twice', async () => {
    await folder.write({
      ...hookPackage('node_modules', 'inspector-hook-rack', 'rack'),
      ...hookPackage('app/node_modules', 'inspector-hook-rack', 'rack'),
    });
    const host = await zooHost({ roots: [join(folder.path, 'app')] });

    const problem = await problemOf(host.load(hooks('rack')));

    expect(problem.code).to.equal('INSP_PLUGIN_DUPLICATE');
    expect(problem.message).to.contain(join(folder.path, 'node_modules/inspector-hook-rack'));
    expect(problem.message).to.contain(join(folder.path, 'app/node_modules/inspector-hook-rack'));
    expect(problem.message.split('\n').at(-1)).to.contain('pluginHost.roots');
  });

  it('refuses an entry that is a link out of its package', async () => {
    await folder.write({
      ...hookPackage('node_modules', 'inspector-hook-sly', 'sly'),
      'outside.js': 'export default {};',
    });
    await symlink('../../outside.js', join(folder.path, 'node_modules/inspector-hook-sly/link.js'));
    await folder.write({
      'node_modules/inspector-hook-sly/package.json': {
        name: 'inspector-hook-sly',
        version: '1.0.0',
        peerDependencies: { '@inspector/plugin-api': '*' },
        inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { sly: './link.js' } } },
      },
    });
    const host = await zooHost({ roots: [folder.path] });

    expect((await problemOf(host.load(hooks('sly')))).code).to.equal('INSP_PLUGIN_ENTRY_OUTSIDE');
  });

  it('takes the roots of the configuration when none are given', async () => {
    await folder.write(hookPackage('node_modules', 'inspector-hook-configured', 'configured'));
    const book = new LogBook();

    const host = await zooHost({
      roots: [],
      book,
      config: { pluginHost: { roots: [relative(ZOO, folder.path)] } },
    });

    expect(host.packages.map(({ name }) => name)).to.contain('inspector-hook-configured');
    expect(book.lines).to.deep.equal([]);
  });
});
