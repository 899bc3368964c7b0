import { expect } from 'chai';
import { FolderTree, hookPackage } from './folder-tree.js';
import { hooks, lastLine, problemOf, zooHost } from './zoo.js';

describe('plugins that are not where they are searched', () => {
  let folder: FolderTree;
  beforeEach(async () => {
    folder = await FolderTree.create(hookPackage('elsewhere/node_modules', 'inspector-hook-rack', 'rack'));
  });
  afterEach(() => folder.remove());

  it('are told to be, with the folders searched and the option that names others', async () => {
    const host = await zooHost({ roots: [folder.path] });
    const { code, message } = await problemOf(host.load(hooks('rack')));
    expect(code).to.equal('INSP_PLUGIN_NOT_INSTALLED');
    expect(message)
      .to.include(`Searched were node_modules in ${folder.path} and in the folders above.`)
      .and.include('pluginHost.roots');
  });

  it('are told to be there twice, once, where two installations of Inspector are searched', async () => {
    for (const copy of ['a', 'b']) {
      for (const id of ['one', 'two', 'three']) {
        await folder.write(hookPackage(`${copy}/node_modules`, `@inspector/hook-${id}`, id));
      }
    }
    const host = await zooHost({ roots: [`${folder.path}/a`, `${folder.path}/b`] });
    const { code, message } = await problemOf(host.load(hooks('one', 'two', 'three')));
    expect(code).to.equal('INSP_PLUGIN_DUPLICATE');
    expect(message).to.match(/^Inspector is installed twice where plugins are searched/);
    for (const copy of ['a', 'b']) expect(message).to.contain(`${folder.path}/${copy}/node_modules`);
    expect(lastLine(message)).to.contain('Run the program of the installation that has your plugins');
  });

  describe("under Yarn's Plug'n'Play", () => {
    beforeEach(() => Object.assign(process.versions, { pnp: '3' }));
    afterEach(() => Reflect.deleteProperty(process.versions, 'pnp'));

    it('are explained in one sentence, whatever is enabled', async () => {
      const host = await zooHost({ roots: [folder.path] });
      const { code, message } = await problemOf(host.load(hooks('rack', 'lldp_basic', 'scheduler')));
      expect(code).to.equal('INSP_PLUGIN_NOT_INSTALLED');
      expect(message).to.match(/^No plugin can be found: .*Plug'n'Play/);
      expect(lastLine(message)).to.equal(
        'Set "nodeLinker: node-modules" in .yarnrc.yml and run "yarn install" again.',
      );
    });

    it('make no difference where plugins are found', async () => {
      const host = await zooHost({ roots: [`${folder.path}/elsewhere`] });
      expect((await problemOf(host.load(hooks('nobody')))).message).to.not.include("Plug'n'Play");
    });
  });
});
