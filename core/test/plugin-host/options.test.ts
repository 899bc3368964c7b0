import { expect } from 'chai';
import type { UserConfig } from '../../src/index.js';
import { checkOptions, writtenOptions } from '../../src/plugin-host/options.js';
import { hooks, lastLine, problemOf, start, zooHost } from './zoo.js';

describe('options of plugins', () => {
  const labelled = async (config: UserConfig): Promise<unknown> => {
    const host = await zooHost({ config });
    await start(host, 'zoo_ok');
    const data: Record<string, never> = {};
    const call = { signal: new AbortController().signal };
    await host.named('inspector.hook.processing')[0]?.instance.beforeProcessing?.(data, call);
    return (data as Record<string, unknown>)['zoo_ok'];
  };

  it('are found under plugins.<kind>-<id>', async () => {
    expect(await labelled({ plugins: { 'hook-ok': { label: 'A7' } } })).to.deep.equal({
      label: 'A7',
      tags: [],
    });
  });

  it('have the defaults of the schema', async () => {
    expect(await labelled({})).to.deep.equal({ label: 'unnamed', tags: [] });
  });

  it('may be written as text where the schema wants a list, as in the environment', async () => {
    const tags = 'red, blue' as never;
    expect(await labelled({ plugins: { 'hook-ok': { tags } } })).to.have.deep.property('tags', [
      'red',
      'blue',
    ]);
  });

  it('stay as the operator wrote them', async () => {
    const written = { label: 'A7' };
    await labelled({ plugins: { 'hook-ok': written } });
    expect(written).to.deep.equal({ label: 'A7' });
  });

  const wrong: [string, object, string][] = [
    ['of the wrong type', { label: 7 }, 'plugins.hook-ok.label: must be string'],
    ['unknown', { lable: 'A7' }, 'plugins.hook-ok.lable: is not an option'],
    ['too small, deep inside', { limits: { depth: 0 } }, 'plugins.hook-ok.limits.depth: must be >= 1'],
  ];
  for (const [what, options, told] of wrong) {
    it(`that are ${what} are refused with their path`, async () => {
      const host = await zooHost({ config: { plugins: { 'hook-ok': options as never } } });
      const problem = await problemOf(host.load(hooks('zoo_ok')));

      expect(problem.code).to.equal('INSP_PLUGIN_BAD_OPTIONS');
      expect(problem.message).to.contain(told);
      expect(lastLine(problem.message)).to.contain('Correct plugins.hook-ok in the configuration');
    });
  }

  it('are refused all at once, without showing their values', async () => {
    const options = { label: 4711, lable: 'hunter2', tags: [1] };
    const host = await zooHost({ config: { plugins: { 'hook-ok': options as never } } });
    const { message } = await problemOf(host.load(hooks('zoo_ok')));

    for (const part of ['label: must be string', 'lable: is not an option', 'tags.0: must be string']) {
      expect(message).to.contain(part);
    }
    expect(message).to.not.match(/4711|hunter2/);
  });

  it('of a plugin that takes none are refused', async () => {
    const host = await zooHost({ config: { plugins: { 'hook-cjs': { speed: 9 } } } });
    const problem = await problemOf(host.load(hooks('zoo_cjs')));

    expect(problem.code).to.equal('INSP_PLUGIN_BAD_OPTIONS');
    expect(problem.message).to.contain(
      'inspector-hook-cjs takes no options, but plugins.hook-cjs gives it speed',
    );
  });

  it('of a plugin that is not enabled are nobody’s business', async () => {
    const host = await zooHost({
      config: { plugins: { 'hook-cjs': { speed: 9 }, 'hook-not-installed': {} } },
    });
    await start(host, 'zoo_ok');
  });

  it('come from the group that the manifest claims', () => {
    const owner = {
      name: 'inspector-hook-caps',
      kind: 'hook',
      id: 'caps',
      configGroup: 'caps',
      offers: [],
    } as const;
    const config = {
      pluginGroups: { caps: { bootMode: true } },
      plugins: { 'hook-caps': { bootMode: false } },
    };

    expect(writtenOptions(owner, config)).to.deep.equal({ bootMode: true });
    expect(writtenOptions(owner, { ...config, pluginGroups: {} })).to.deep.equal({ bootMode: false });
    expect(writtenOptions(owner, { pluginGroups: {}, plugins: {} })).to.deep.equal({});
  });

  it('reach a plugin as copies, functions and all', () => {
    const owner = {
      name: 'inspector-hook-x',
      kind: 'hook',
      id: 'x',
      configGroup: undefined,
      offers: [],
    } as const;
    const written = { deep: { list: [1] }, callback: () => 7 };
    const { options } = checkOptions(owner, { id: 'x', configSchema: {} }, written);

    expect(options).to.deep.equal(written);
    expect(options?.['deep']).to.not.equal(written.deep);
  });

  it('for a group that nobody claims are refused with the nearest name', async () => {
    const config = { capabilites: { bootMode: true }, procesing: {}, plugins: { 'ok-hook': {} } };
    const host = await zooHost({ config });
    const problem = await problemOf(host.load(hooks('zoo_ok')));

    expect(problem.code).to.equal('INSP_CONFIG_INVALID');
    expect(problem.message).to.contain(
      'capabilites: is no group of core or of an installed plugin; did you mean capabilities?',
    );
    expect(problem.message).to.contain('did you mean processing?');
    expect(problem.message).to.contain('plugins.ok-hook: must be <kind>-<id> of a plugin');
  });
});
