import { expect } from 'chai';
import type {
  BareMetal,
  BareMetalContext,
  EventFollowing,
  HookContext,
  JsonObject,
} from '@inspector/plugin-api';
import { setUpPlugins, type PreparedPlugin } from '../../src/plugin-host/set-up.js';
import type { GroupName } from '@inspector/plugin-api/package';
import { resolveConfig } from '../../src/config/load.js';
import { emptyTable, LogBook, problemOf, start, zooHost } from './zoo.js';

const prepared = (
  group: GroupName,
  name: string,
  setup: (context: never) => unknown,
  options: JsonObject = {},
): PreparedPlugin => ({
  group,
  name,
  packageName: `inspector-${name}`,
  definition: { id: name, setup },
  options,
  instance: undefined,
});

const BARE_METAL = [
  'getNode',
  'listNodes',
  'validatePower',
  'setBootDevice',
  'setPowerState',
  'patchNode',
  'createNode',
  'addTrait',
  'removeTrait',
  'listNodePorts',
  'listPorts',
  'findPorts',
  'createPort',
  'patchPort',
  'deletePort',
];
const bareMetal = (): object => Object.fromEntries(BARE_METAL.map((method) => [method, () => undefined]));
const coordinator = (): object => ({ acquire() {}, tryAcquire() {}, isLeader() {} });

describe('setting plugins up', () => {
  let book: LogBook;
  beforeEach(() => {
    book = new LogBook();
  });
  const setUp = (...plugins: PreparedPlugin[]) =>
    setUpPlugins(plugins, {
      config: resolveConfig({}),
      log: book.log,
      introspectionData: emptyTable,
      limitSeconds: 0.2,
    });

  describe('of hooks that follow the events', () => {
    const following = (follow: (events: EventFollowing) => void): PreparedPlugin =>
      prepared('inspector.hook.processing', 'teller', ({ events }: HookContext) => {
        follow(events);
        return {};
      });

    it('takes down what they follow, and does not take them for idle', async () => {
      const plugin = following((events) => events.follow({ name: 'one', from: 'now' }, () => undefined));
      const { failures } = await setUp(plugin);
      expect(failures).to.deep.equal([]);
      expect(plugin.followers?.map(({ name }) => name)).to.deep.equal(['teller/one']);
      expect(book.texts('warn').filter((text) => text.includes('teller'))).to.deep.equal([]);
    });

    const MISTAKES: Readonly<Record<string, (events: EventFollowing) => void>> = {
      'is no name': (events) => events.follow({ name: 'One two', from: 'now' }, () => undefined),
      'is no type': (events) => events.follow({ name: 'a', from: 'now', types: ['%'] }, () => undefined),
      '"from" of': (events) => events.follow({ name: 'a', from: 'then' as never }, () => undefined),
      '"most" of': (events) => events.follow({ name: 'a', from: 'now', most: 501 }, () => undefined),
      'needs a function': (events) => events.follow({ name: 'a', from: 'now' }, undefined as never),
      'twice under': (events) => {
        for (const _ of [1, 2]) events.follow({ name: 'a', from: 'now' }, () => undefined);
      },
    };
    for (const [words, mistake] of Object.entries(MISTAKES)) {
      it(`refuses a follower that ${words}`, async () => {
        const { failures } = await setUp(following(mistake));
        expect(failures[0]?.error.message).to.include(words);
      });
    }

    it('takes none once they are set up', async () => {
      let late: EventFollowing | undefined;
      await setUp(following((events) => (late = events)));
      expect(() => late?.follow({ name: 'a', from: 'now' }, () => undefined)).to.throw(
        'only be called during setup',
      );
    });
  });

  it('warns of a hook that has no method that anybody calls', async () => {
    await setUp(
      prepared('inspector.hook.processing', 'idle', () => ({})),
      prepared('inspector.hook.processing', 'busy', () => ({ beforeUpdate: () => undefined })),
    );
    const said = book.texts('warn').filter((text) => /idle|busy/.test(text));
    expect(said).to.deep.equal([
      '"idle" does nothing: what its setup returned has none of beforeProcessing, beforeUpdate',
    ]);
  });

  it('begins with bare metal service and coordination, whatever the order, and closes in reverse', async () => {
    const events: string[] = [];
    const noting = (name: string, instance: object) => () => {
      events.push(`set up ${name}`);
      return { ...instance, close: () => void events.push(`close ${name}`) };
    };
    const running = await setUp(
      prepared('inspector.hook.processing', 'first', noting('first', {})),
      prepared('inspector.coordination', 'local', noting('local', coordinator())),
      prepared('inspector.hook.processing', 'second', noting('second', {})),
      prepared('inspector.baremetal', 'ironic', noting('ironic', bareMetal())),
    );
    expect(running.failures).to.deep.equal([]);
    await running.close();
    await running.close();

    expect(events).to.deep.equal([
      'set up ironic',
      'set up local',
      'set up first',
      'set up second',
      'close second',
      'close first',
      'close local',
      'close ironic',
    ]);
  });

  it('gives a hook its options, a log that names it and the bare metal service', async () => {
    let service: BareMetal | undefined;
    const running = await setUp(
      prepared('inspector.baremetal', 'ironic', bareMetal),
      prepared(
        'inspector.hook.processing',
        'rack',
        ({ config, log, baremetal }: BareMetalContext) => {
          log.info(`${String(config['rows'])} rows`);
          service = baremetal;
          return {};
        },
        { rows: 4 },
      ),
    );

    expect(running.failures).to.deep.equal([]);
    expect(service).to.have.property('getNode');
    const line = book.lines.find(({ msg }) => msg === '4 rows');
    expect(line).to.include({ plugin: 'rack', package: 'inspector-rack' });
  });

  const COMMON = ['config', 'log', 'service'];
  for (const [group, instance, members] of [
    ['inspector.baremetal', bareMetal(), COMMON],
    ['inspector.coordination', coordinator(), COMMON],
    ['inspector.storage', { get() {}, save() {} }, [...COMMON, 'introspectionData']],
    ['inspector.hook.processing', {}, [...COMMON, 'baremetal', 'events']],
    ['inspector.hook.node-not-found', { nodeNotFound() {} }, [...COMMON, 'baremetal']],
    ['inspector.rule.condition', { compile() {} }, [...COMMON, 'baremetal']],
    ['inspector.rule.action', { apply() {} }, [...COMMON, 'baremetal']],
    ['inspector.pxe-filter', { init() {}, sync() {}, tearDown() {} }, [...COMMON, 'baremetal']],
  ] as const) {
    it(`gives a plugin of ${group} ${members.join(', ')} and nothing else`, async () => {
      let given: string[] = [];
      const running = await setUp(
        prepared(group, 'curious', (context) => {
          given = Object.keys(context);
          return instance;
        }),
      );
      expect(running.failures).to.deep.equal([]);
      expect(given).to.have.members(members);
    });
  }

  it('says that there is no bare metal service where none is loaded', async () => {
    const curious = ({ baremetal }: BareMetalContext): object => ({ used: baremetal });
    const { failures } = await setUp(prepared('inspector.hook.processing', 'rack', curious));

    expect(failures[0]?.error.message).to.contain('asks for the bare metal service, but none is loaded');
  });

  it('tells all failures at once', async () => {
    const failing = (text: string) => () => {
      throw new Error(text);
    };
    const running = await setUp(
      prepared('inspector.hook.processing', 'one', failing('no rack')),
      prepared('inspector.storage', 'two', failing('no bucket')),
      prepared('inspector.hook.processing', 'three', () => ({})),
    );

    expect(running.failures.map(({ error }) => error.code)).to.deep.equal([
      'INSP_PLUGIN_SETUP_FAILED',
      'INSP_PLUGIN_SETUP_FAILED',
    ]);
    expect(running.failures.map(({ plugin }) => plugin?.name)).to.deep.equal(['one', 'two']);
  });

  it('tells the failures of others beside that of the bare metal service, but not those that follow from it', async () => {
    const running = await setUp(
      prepared('inspector.hook.processing', 'follows', ({ baremetal }: BareMetalContext) => void baremetal),
      prepared('inspector.storage', 'bucketless', () => {
        throw new Error('no bucket');
      }),
      prepared('inspector.baremetal', 'ironic', () => ({})),
    );

    expect(running.failures.map(({ plugin }) => plugin?.name)).to.deep.equal(['ironic', 'bucketless']);
    expect(running.failures[0]?.error.message).to.contain('it has no function "getNode"');
  });
});

describe('the end of plugins', () => {
  it('closes all of them although one throws and one hangs, and says so in the log', async () => {
    const book = new LogBook();
    const host = await zooHost({ book, startTimeoutSeconds: 0.1 });
    await start(host, 'zoo_close_throws', 'zoo_ok', 'zoo_close_hangs');

    await host.close();
    await host.close();

    const failed = book.lines.filter(({ msg }) => msg === 'plugin failed to close');
    expect(failed.map((line) => line['plugin'])).to.deep.equal(['zoo_close_hangs', 'zoo_close_throws']);
  });

  it('closes what was set up when another plugin cannot be', async () => {
    const book = new LogBook();
    const host = await zooHost({ book });

    await problemOf(start(host, 'zoo_close_throws', 'zoo_setup_throws'));

    expect(book.texts('error')).to.deep.equal(['plugin failed to close']);
  });

  it('comes without complaint when nothing was set up', async () => {
    const host = await zooHost();
    await host.close();
  });
});
