import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import {
  InspectorError,
  type HookCall,
  type HookInstance,
  type IntrospectionData,
} from '@inspector/plugin-api';
import type { HookResult } from '../../src/db/types.js';
import { Permit } from '../../src/tasks/permit.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { processingFailure } from '../../src/conductor/failure.js';
import { errorFromPlain, errorToPlain } from '../../src/errors/plain-error.js';
import { failedHook } from '../../src/errors/hook-of-error.js';
import { createHookRunner, type LoadedHook } from '../../src/hooks/hooks.js';
import { createPluginLog } from '../../src/plugin-host/plugin-log.js';
import { LogBook } from '../plugin-host/zoo.js';
import type { HookSeries, LimitedHandle } from '../../src/hooks/types.js';

const NODE = {
  uuid: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123',
  record: { uuid: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123', name: 'rack7-u12' },
  within: () => NODE,
} as unknown as LimitedHandle;

const hook = (name: string, instance: HookInstance): LoadedHook => ({
  name,
  packageName: `inspector-hook-${name}`,
  definition: { id: name, setup: () => instance },
  instance,
});

describe('the hook runner', () => {
  let book: LogBook;
  let results: readonly HookResult[];
  const metrics = createMetrics();
  beforeEach(() => {
    book = new LogBook();
    results = [];
  });

  const made = (...hooks: LoadedHook[]) =>
    createHookRunner(hooks, { timeoutSeconds: 0.1, metrics, log: book.log, whyDisabled: () => undefined });
  /** Runs hooks over the data of one introspection; `results` are theirs. */
  const runner = (...hooks: LoadedHook[]) => {
    let series: HookSeries | undefined;
    const seriesOf = (data: IntrospectionData): HookSeries => {
      series ??= made(...hooks).begin(data, new Permit());
      results = series.results;
      return series;
    };
    return {
      async beforeProcessing(data: IntrospectionData) {
        await seriesOf(data).beforeProcessing();
        return seriesOf(data).faults;
      },
      beforeUpdate: (data: IntrospectionData, node: LimitedHandle) =>
        seriesOf(data).beforeUpdate(node, new Permit()),
    };
  };
  const pluginLog = (name: string) =>
    createPluginLog(book.log, { plugin: name, package: `inspector-hook-${name}` });
  const outcomes = (): [string, string][] => results.map(({ hook: name, outcome }) => [name, outcome]);
  const failure = async (promise: Promise<unknown>): Promise<unknown> => {
    try {
      await promise;
    } catch (error) {
      return error;
    }
    throw new Error('nothing failed');
  };

  it('logs the first lines of a hook that says the same of every card, and how many are left out', async () => {
    const log = pluginLog('chatty');
    const chatty = hook('chatty', {
      beforeProcessing: () => {
        for (let card = 0; card < 10_000; card++) log.warn({ card }, 'not a valid MAC');
      },
    });
    await runner(chatty).beforeProcessing({});
    expect(book.texts('warn')).to.have.length.below(100);
    expect(book.texts('warn').at(-1)).to.match(/^99\d\d more lines of this hook were left out$/);
    expect(results[0]?.outcome).to.equal('degraded');
    expect(results[0]?.message?.length).to.be.below(8200);
  });

  it('keeps an error that a hook logs by itself, with its stack and its text', async () => {
    const log = pluginLog('terse');
    const error = new Error('the rack table is old');
    await runner(hook('terse', { beforeProcessing: () => log.warn(error) })).beforeProcessing({});
    const line = book.lines.find(({ msg }) => msg === 'the rack table is old');
    expect(line).to.have.nested.property('err.stack').that.contains('hooks.test.ts');
    expect(results[0]).to.include({ outcome: 'degraded', message: 'the rack table is old' });
  });

  it('keeps what a warning is about, unless its text says that already', async () => {
    const log = pluginLog('wordy');
    const warn = (): void => {
      log.warn({ interface: 'eno1', speed: 100, tlvs: [[1, '04']] }, 'no LLDP data for this interface');
      log.warn({ interface: 'eno2' }, 'eno2 has no carrier');
    };
    await runner(hook('wordy', { beforeProcessing: warn })).beforeProcessing({});
    expect(results[0]?.message).to.equal(
      'no LLDP data for this interface (interface=eno1, speed=100)\neno2 has no carrier',
    );
  });

  it('passes a code on that only its plugin knows, as a verdict on the data', async () => {
    const own = hook('own', {
      beforeUpdate: () => {
        throw new InspectorError('ACME_NO_RACK', 'no rack');
      },
    });
    const error = await failure(runner(own).beforeUpdate({}, NODE));
    expect(processingFailure(errorFromPlain(errorToPlain(error)))).to.include({
      code: 'ACME_NO_RACK',
      status: 400,
      message: 'no rack',
    });
  });

  it('keeps short what a hook says', async () => {
    const failing = hook('long', {
      beforeProcessing: () => {
        throw new InspectorError('INSP_HOOK_FAILED', 'x'.repeat(1_000_000));
      },
    });
    await runner(failing).beforeProcessing({});
    expect(Buffer.byteLength(results[0]?.message ?? '')).to.be.within(8000, 8192);
    expect(Math.max(...book.lines.map((line) => JSON.stringify(line).length))).to.be.below(30_000);
  });

  it('runs hooks one after the other in the order given, on the same data', async () => {
    const slow = hook('b', {
      async beforeProcessing(data) {
        await turn();
        data['order'] = [...((data['order'] as string[]) ?? []), 'b'];
      },
    });
    const fast = hook('a', {
      beforeProcessing: (data) => void (data['order'] = [...((data['order'] as string[]) ?? []), 'a']),
    });
    const data = {};

    expect(await runner(slow, fast).beforeProcessing(data)).to.deep.equal([]);

    expect(data).to.deep.equal({ order: ['b', 'a'] });
  });

  it('collects failures before look-up and lets the other hooks run', async () => {
    let reached = false;
    const lines = await runner(
      hook('ramdisk_error', {
        beforeProcessing() {
          throw new InspectorError('INSP_HOOK_FAILED', 'Ramdisk reported error: no disk');
        },
      }),
      hook('buggy', { beforeProcessing: () => Promise.reject(new RangeError('no such rack')) }),
      hook('odd', {
        beforeProcessing() {
          throw 'a text';
        },
      }),
      hook('fine', { beforeProcessing: () => void (reached = true) }),
    ).beforeProcessing({});

    expect(lines).to.deep.equal([
      'Preprocessing hook ramdisk_error: Ramdisk reported error: no disk',
      'Unexpected exception RangeError during preprocessing in hook buggy: no such rack',
      'Unexpected exception Error during preprocessing in hook odd: a text',
    ]);
    expect(reached).to.equal(true);
    expect(outcomes()).to.deep.equal([
      ['ramdisk_error', 'failed'],
      ['buggy', 'failed'],
      ['odd', 'failed'],
      ['fine', 'ok'],
    ]);
    expect(results[0]?.message).to.equal('Ramdisk reported error: no disk');
  });

  it('stops at the first failure after look-up, passes it on and tells whose it was', async () => {
    const broken = new TypeError('no such rack');
    const running = runner(
      hook('first', { beforeUpdate: () => undefined }),
      hook('second', { beforeUpdate: () => Promise.reject(broken) }),
      hook('third', { beforeUpdate: () => undefined }),
      hook('early_only', { beforeProcessing: () => undefined }),
    );

    const error = await failure(running.beforeUpdate({}, NODE));

    expect(error).to.equal(broken);
    expect(failedHook(error)).to.equal('second');
    expect(outcomes()).to.deep.equal([
      ['first', 'ok'],
      ['second', 'failed'],
      ['third', 'skipped'],
    ]);
    expect(failedHook(new Error('of somebody else'))).to.equal(undefined);
  });

  it('passes a coded error on as it is', async () => {
    const coded = new InspectorError('INSP_HOOK_FAILED', 'No root disk');
    const running = runner(hook('root', { beforeUpdate: () => Promise.reject(coded) }));

    expect(await failure(running.beforeUpdate({}, NODE))).to.equal(coded);
  });

  it('makes an error of anything else that is thrown', async () => {
    const running = runner(hook('odd', { beforeUpdate: () => Promise.reject('a text' as never) }));

    const error = await failure(running.beforeUpdate({}, NODE));

    expect(error).to.be.instanceOf(Error).with.property('message', 'a text');
    expect(failedHook(error)).to.equal('odd');
  });

  it('gives up on a hook that takes too long, by name, and hears of its late failure', async () => {
    let fail: (error: Error) => void = () => undefined;
    const hanging = new Promise<void>((_, reject) => (fail = reject));
    const signals: AbortSignal[] = [];
    const slow = (_: unknown, __: unknown, { signal }: HookCall) => {
      signals.push(signal);
      return hanging;
    };
    const running = runner(hook('slow', { beforeUpdate: slow }));

    const error = await failure(running.beforeUpdate({}, NODE));
    fail(new Error('too late'));
    await turn();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(signals[0]?.reason).to.equal(error);

    expect(error).to.have.property('code', 'INSP_PLUGIN_TIMEOUT');
    expect((error as Error).message).to.contain('Hook slow took longer than 0.1 seconds');
    expect(outcomes()).to.deep.equal([['slow', 'failed']]);
    expect(book.texts('warn')).to.deep.equal(['hook failed after its time limit']);
  });

  it('calls a hook degraded that logged a warning, also from asynchronous work of its own', async () => {
    const log = pluginLog('noisy');
    await runner(
      hook('noisy', {
        async beforeUpdate() {
          await turn();
          log.warn({ port: 3 }, 'no LLDP on port 3');
        },
      }),
      hook('quiet', { beforeUpdate: () => pluginLog('quiet').info('all well') }),
    ).beforeUpdate({}, NODE);

    expect(outcomes()).to.deep.equal([
      ['noisy', 'degraded'],
      ['quiet', 'ok'],
    ]);
    expect(results[0]?.message).to.equal('no LLDP on port 3');
    expect(book.lines.find(({ msg }) => msg === 'no LLDP on port 3')).to.include({
      plugin: 'noisy',
      node: NODE.uuid,
      nodeName: 'rack7-u12',
      port: 3,
      level: 'warn',
    });
  });

  it('names the machine in the lines of a hook while its node is not known', async () => {
    const log = pluginLog('early');
    const posted = { inventory: { bmc_address: '192.0.2.7' }, boot_interface: '01-52-54-00-AA-BB-CC' };
    await runner(
      hook('early', {
        beforeProcessing: () => log.info('looked at it'),
        beforeUpdate: () => undefined,
      }),
    ).beforeProcessing(posted);
    expect(book.lines.find(({ msg }) => msg === 'looked at it')).to.include({
      plugin: 'early',
      machine: 'MAC 52:54:00:aa:bb:cc BMC 192.0.2.7',
    });
  });

  it('blames no hook for the warnings of another run or another plugin', async () => {
    const log = pluginLog('noisy');
    const gate: { open?: () => void } = {};
    const opened = new Promise<void>((resolve) => (gate.open = resolve));
    const running = made(
      hook('noisy', {
        async beforeUpdate(data) {
          await opened;
          if (data['warn'] === true) log.warn('only here');
        },
      }),
      hook('other', { beforeUpdate: () => log.warn('said by noisy while other runs') }),
    );
    const warned = running.begin({ warn: true }, new Permit());
    const others = running.begin({ warn: false }, new Permit());
    const both = Promise.all([warned, others].map((series) => series.beforeUpdate(NODE, new Permit())));
    gate.open?.();
    await both;

    expect(warned.results.map(({ hook: name, outcome }) => [name, outcome])).to.deep.equal([
      ['noisy', 'degraded'],
      ['other', 'ok'],
    ]);
    expect(others.results.map(({ outcome }) => outcome)).to.deep.equal(['ok', 'ok']);
  });

  it('keeps one result per hook over both phases, in configured order', async () => {
    const log = pluginLog('both');
    const running = runner(
      hook('late', { beforeUpdate: () => undefined }),
      hook('both', { beforeProcessing: () => log.warn('odd data'), beforeUpdate: () => undefined }),
      hook('early', { beforeProcessing: () => undefined }),
      hook('nothing', {}),
    );
    await running.beforeProcessing({});
    const before = results.find(({ hook: name }) => name === 'both')?.milliseconds ?? 0;
    await running.beforeUpdate({}, NODE);

    expect(outcomes()).to.deep.equal([
      ['late', 'ok'],
      ['both', 'degraded'],
      ['early', 'ok'],
    ]);
    expect(results[1]?.message).to.equal('odd data');
    expect(results[1]?.milliseconds).to.be.greaterThan(before);
    expect(results[0]?.message).to.equal(null);
  });

  it('measures every run', async () => {
    const own = createMetrics();
    const running = createHookRunner(
      [
        hook('good', {
          beforeProcessing: () => undefined,
          beforeUpdate: () => Promise.reject(new Error('bad')),
        }),
      ],
      { timeoutSeconds: 1, metrics: own, log: book.log, whyDisabled: () => undefined },
    );
    const series = running.begin({}, new Permit());
    await series.beforeProcessing();
    await failure(series.beforeUpdate(NODE, new Permit()));

    const text = await own.registry.metrics();
    expect(text).to.contain(
      'inspector_hook_seconds_count{hook="good",phase="beforeProcessing",outcome="ok"} 1',
    );
    expect(text).to.contain(
      'inspector_hook_seconds_count{hook="good",phase="beforeUpdate",outcome="failed"} 1',
    );
  });

  it('runs fine without any hooks', async () => {
    const running = runner();
    expect(await running.beforeProcessing({})).to.deep.equal([]);
    await running.beforeUpdate({}, NODE);
    expect(results).to.deep.equal([]);
  });
});
