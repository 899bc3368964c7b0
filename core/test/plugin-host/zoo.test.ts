import { expect } from 'chai';
import type { ErrorCodeName } from '@inspector/plugin-api';
import { hooks, lastLine, problemOf, start, zooHost } from './zoo.js';

interface Exhibit {
  readonly name: string;
  readonly code: ErrorCodeName;
  /** Part of what is told. */
  readonly tells: string;
  /** Part of the last line. */
  readonly repair: string;
}

const again = (name: string): string => `npm install inspector-hook-${name}@latest`;

const EXHIBITS: readonly Exhibit[] = [
  {
    name: 'no_such_hook_at_all',
    code: 'INSP_PLUGIN_NOT_INSTALLED',
    tells: 'No installed package offers the processing hook "no_such_hook_at_all"',
    repair: 'take "no_such_hook_at_all" out of processing.processingHooks',
  },
  {
    name: 'bad_json',
    code: 'INSP_PLUGIN_UNREADABLE',
    tells: 'The package.json of inspector-hook-bad-json',
    repair: 'npm install inspector-hook-bad-json',
  },
  {
    name: 'no_manifest',
    code: 'INSP_PLUGIN_NO_MANIFEST',
    tells: 'has no "inspector" key',
    repair: 'npm uninstall inspector-hook-no-manifest',
  },
  {
    name: 'zoo_bad_manifest',
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'inspector.entryPoints["inspector.hooks"]: is not a group',
    repair: again('bad-manifest'),
  },
  {
    name: 'zoo_wrong_api',
    code: 'INSP_PLUGIN_WRONG_API',
    tells: 'version 7 of the plugin contract; this core has version 1',
    repair: 'npm install @inspector/core@latest inspector-hook-wrong-api@latest',
  },
  {
    name: 'zoo_wrong_range',
    code: 'INSP_PLUGIN_WRONG_CORE',
    tells: 'works with @inspector/plugin-api ^99.0.0, but this is 1.',
    repair: 'npm install inspector-hook-wrong-range@latest @inspector/core@latest',
  },
  {
    name: 'zoo_no_range',
    code: 'INSP_PLUGIN_BAD_CORE_RANGE',
    tells: 'its peerDependencies have no range',
    repair: '"peerDependencies": { "@inspector/plugin-api": "^1.',
  },
  {
    name: 'zoo_odd_range',
    code: 'INSP_PLUGIN_BAD_CORE_RANGE',
    tells: '"one or two", which is no range',
    repair: '"peerDependencies": { "@inspector/plugin-api": "^1.',
  },
  {
    name: 'zoo_wrong_kind',
    code: 'INSP_PLUGIN_WRONG_KIND',
    tells: 'of kind storage, which may use only inspector.storage; it offers "zoo_wrong_kind"',
    repair: 'Move that to a package of the right kind',
  },
  {
    name: 'zoo_bad_name',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: '@acme/inspector-widget-bad-name has an "inspector" key',
    repair: 'Rename it to inspector-<kind>-<id>',
  },
  {
    name: 'zoo_renamed',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'installed as inspector-hook-renamed calls itself "inspector-hook-original"',
    repair: 'npm install inspector-hook-original',
  },
  {
    name: 'zoo_entry_missing',
    code: 'INSP_PLUGIN_ENTRY_MISSING',
    tells: './build/index.js is not in',
    repair: 'Install inspector-hook-entry-missing again, or build it',
  },
  {
    name: 'zoo_entry_outside',
    code: 'INSP_PLUGIN_ENTRY_OUTSIDE',
    tells: '../inspector-hook-sentinel/index.js, which is outside of the package',
    repair: 'npm uninstall inspector-hook-entry-outside',
  },
  {
    name: 'zoo_twin',
    code: 'INSP_PLUGIN_DUPLICATE',
    tells: 'inspector-hook-twin-a 1.0.0',
    repair: 'npm uninstall inspector-hook-twin-b',
  },
  {
    name: 'zoo_throws',
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'TypeError: no such thing as a rack',
    repair: again('throws'),
  },
  {
    name: 'zoo_missing_file',
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'not-published.js',
    repair: again('missing-file'),
  },
  {
    name: 'zoo_missing_dependency',
    code: 'INSP_PLUGIN_DEPENDENCY_MISSING',
    tells: 'the package "@acme/rack-tables" that it imports is not',
    repair: 'npm install @acme/rack-tables',
  },
  {
    name: 'zoo_missing_dependency_cjs',
    code: 'INSP_PLUGIN_DEPENDENCY_MISSING',
    tells: 'the package "acme-rack-tables" that it imports is not',
    repair: 'npm install acme-rack-tables',
  },
  {
    name: 'zoo_import_hangs',
    code: 'INSP_PLUGIN_TIMEOUT',
    tells: 'has not been imported after 0.2 seconds',
    repair: again('import-hangs'),
  },
  {
    name: 'zoo_no_default',
    code: 'INSP_PLUGIN_NO_EXPORT',
    tells: 'has no default export; it exports hook',
    repair: './index.js#name',
  },
  {
    name: 'zoo_no_named',
    code: 'INSP_PLUGIN_NO_EXPORT',
    tells: 'has no export "rack"; it exports default',
    repair: 'export "rack"',
  },
  {
    name: 'zoo_wrong_shape',
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it has no function "setup"',
    repair: again('wrong-shape'),
  },
  {
    name: 'zoo_wrong_id',
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its id is "zoo_other_id", while the manifest calls it "zoo_wrong_id"',
    repair: again('wrong-id'),
  },
  {
    name: 'zoo_bad_schema',
    code: 'INSP_PLUGIN_BAD_SCHEMA',
    tells: 'is not a valid JSON Schema',
    repair: again('bad-schema'),
  },
  {
    name: 'zoo_setup_throws',
    code: 'INSP_PLUGIN_SETUP_FAILED',
    tells: 'cannot be set up: the rack table is empty',
    repair: 'take "zoo_setup_throws" out of processing.processingHooks',
  },
  {
    name: 'zoo_setup_hangs',
    code: 'INSP_PLUGIN_TIMEOUT',
    tells: '"setup" of "zoo_setup_hangs" (inspector-hook-setup-hangs) has not ended after 0.2 seconds',
    repair: 'take "zoo_setup_hangs" out of the configuration',
  },
  {
    name: 'zoo_bad_instance',
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its "beforeUpdate" is not a function',
    repair: again('bad-instance'),
  },
  {
    name: 'zoo_nothing',
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it is undefined',
    repair: again('nothing'),
  },
];

describe('a zoo of broken plugins', () => {
  for (const { name, code, tells, repair } of EXHIBITS) {
    it(`stops the start when ${name} is enabled, saying why and what to do (${code})`, async () => {
      const slow = name.endsWith('_hangs');
      const host = await zooHost(slow ? { startTimeoutSeconds: 0.2 } : {});

      const problem = await problemOf(start(host, name));

      expect(problem.code).to.equal(code);
      expect(problem.message).to.contain(tells);
      expect(problem.message).to.contain(`The following hook(s) are missing or failed to load: ${name}`);
      expect(lastLine(problem.message)).to.contain(repair);
    });
  }

  it('harms nobody who does not enable it', async () => {
    const host = await zooHost();

    await start(host, 'zoo_ok', 'zoo_cjs');

    expect(host.named('inspector.hook.processing').map(({ name }) => name)).to.deep.equal([
      'zoo_ok',
      'zoo_cjs',
    ]);
    await host.close();
  });

  it('is listed with the reason where that can be told without importing', async () => {
    const host = await zooHost();
    await start(host, 'zoo_ok');

    const report = host.report();
    const row = (name: string) => report.find((plugin) => plugin.name === name);

    expect(row('zoo_wrong_api')).to.include({
      state: 'broken',
      code: 'INSP_PLUGIN_WRONG_API',
      package: 'inspector-hook-wrong-api',
      version: '1.0.0',
      kind: 'hook',
      group: 'inspector.hook.processing',
    });
    expect(row('bad-json')).to.include({ state: 'broken', group: null, code: 'INSP_PLUGIN_UNREADABLE' });
    expect(row('zoo_bad_name')).to.include({ state: 'broken', kind: null });
    expect(row('zoo_ok')).to.include({ state: 'enabled' }).and.not.have.property('reason');
    expect(row('zoo_cjs')).to.include({ state: 'available' }).and.not.have.property('reason');
    expect(row('zoo_twin')).to.include({ state: 'available', code: 'INSP_PLUGIN_DUPLICATE' });
    await host.close();
  });

  it('is told about completely, all problems in one message', async () => {
    const host = await zooHost();

    const problem = await problemOf(host.load(hooks('zoo_ok', 'zoo_throws', 'zoo_wrong_api', 'scheduleer')));

    expect(problem.code).to.equal('INSP_PLUGINS_FAILED');
    expect(problem.message).to.contain(
      'The following hook(s) are missing or failed to load: zoo_throws, zoo_wrong_api, scheduleer',
    );
    for (const code of ['IMPORT_FAILED', 'WRONG_API', 'NOT_INSTALLED']) {
      expect(problem.message).to.contain(`[INSP_PLUGIN_${code}]`);
    }
    expect(host.report().find(({ name }) => name === 'zoo_throws')).to.include({
      state: 'broken',
      code: 'INSP_PLUGIN_IMPORT_FAILED',
    });
  });
});
