import { expect } from 'chai';
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
      expect(lastLine(problem.message)).to.equal(
        'Put zoo-first before zoo_second in processing.processingHooks.',
      );
    });
  }
});
