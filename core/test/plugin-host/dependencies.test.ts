import { expect } from 'chai';
import { FolderTree, hookPackage } from './folder-tree.js';
import { hooks, lastLine, problemOf, start, zooHost } from './zoo.js';

describe('hooks that need other hooks', () => {
  it('are content when those are enabled earlier, under whatever spelling', async () => {
    const host = await zooHost();
    await start(host, 'zoo-first', 'zoo_ok', 'zoo_second');
  });

  const wrong: [string, string[]][] = [
    ['not enabled', ['zoo_second']],
    ['enabled later', ['zoo_second', 'zoo_first']],
  ];
  for (const [what, names] of wrong) {
    it(`stop the start when those are ${what}`, async () => {
      const host = await zooHost();
      const problem = await problemOf(host.load(hooks(...names)));

      expect(problem.code).to.equal('INSP_PLUGIN_DEPENDENCY_ORDER');
      expect(problem.message).to.contain(
        'Some hooks failed to load due to dependency problems:\n' +
          'Hook zoo_second requires the following hooks to be enabled before it: zoo-first. The following hooks are missing: zoo-first.',
      );
      expect(problem.message).to.not.contain('missing or failed to load');
      expect(problem.message).to.not.contain('not installed');
      expect(lastLine(problem.message)).to.equal(
        'Put zoo-first before zoo_second in processing.processingHooks.',
      );
    });
  }

  it('say which of them are not installed, and which package has them', async () => {
    const folder = await FolderTree.create({
      ...hookPackage('node_modules', 'inspector-hook-needy', 'needy'),
      'node_modules/inspector-hook-needy/index.js':
        "export default { id: 'needy', dependencies: ['lldp-basic', 'tea'], setup: () => ({ beforeUpdate() {} }) };",
    });
    try {
      const host = await zooHost({ roots: [folder.path] });
      const { message } = await problemOf(host.load(hooks('needy')));
      expect(message).to.contain('lldp-basic is not installed: @inspector/hook-lldp has it.');
      expect(message).to.contain('tea is not installed, and no package of the project has it');
      expect(lastLine(message)).to.equal(
        'Install what is not there: npm install @inspector/hook-lldp. Put lldp-basic, tea before needy in processing.processingHooks.',
      );
    } finally {
      await folder.remove();
    }
  });
});
