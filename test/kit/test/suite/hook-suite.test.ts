import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import {
  InspectorError,
  defineHook,
  type HookInstance,
  type IntrospectionData,
  type NodeHandle,
} from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { hookSuite } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

const run = { data: { inventory: { cpu: { count: 4 } } } };
const hook = (instance: HookInstance, id = 'cpu_count') => defineHook({ id, setup: () => instance });

const careful = hook({
  async beforeUpdate(data, node) {
    const { inventory } = data;
    if (typeof inventory !== 'object' || inventory === null || Array.isArray(inventory)) {
      throw new InspectorError('INSP_HOOK_FAILED', 'There is no inventory');
    }
    data['has_inventory'] = true;
    node.updateProperties({ inventoried: 'yes' });
  },
});

hookSuite({ describe, it, before, after, definition: careful, run });

const failuresWith = async (definition: typeof careful): Promise<string[]> =>
  failuresOf(await outcomesOf((functions) => hookSuite({ ...functions, definition, run })));

describe('hookSuite', () => {
  it('finds a hook that trusts the shape of data', async () => {
    const trusting = hook({
      beforeUpdate(data) {
        data['count'] = (data as unknown as { inventory: { cpu: { count: number } } }).inventory.cpu.count;
      },
    });
    const failures = await failuresWith(trusting);
    expect(failures).to.include.members(['survives no data at all', 'survives an inventory that is null']);
    expect(failures).to.not.include('does its work on good data');
  });

  it('finds a hook that lets data reach Object.prototype', async () => {
    const merge = (target: Record<string, unknown>, source: object): void => {
      for (const [key, value] of Object.entries(source)) {
        if (typeof value === 'object' && value !== null) merge((target[key] ??= {}) as typeof target, value);
        else target[key] = value;
      }
    };
    const polluting = hook({ beforeUpdate: (data) => merge({}, data) });
    try {
      expect(await failuresWith(polluting)).to.include('survives keys named after prototypes');
    } finally {
      for (const key of Object.keys(Object.prototype)) Reflect.deleteProperty(Object.prototype, key);
    }
  });

  it('finds a hook that leaves what is not JSON', async () => {
    const leaving = hook({
      beforeProcessing(data) {
        (data as Record<string, unknown>)['macs'] = new Set(['52:54:00:00:00:01']);
      },
    });
    expect(await failuresWith(leaving)).to.deep.equal(['leaves data that are JSON']);
  });

  it('finds a hook that remembers the machine before', async () => {
    const seen: IntrospectionData[] = [];
    const remembering = hook({
      beforeUpdate(data) {
        data['number'] = seen.push(data);
      },
    });
    expect(await failuresWith(remembering)).to.deep.equal([
      'does the same for the same machine again',
      'works for several machines at once, set up once',
    ]);
  });

  it('finds a hook that cannot be closed or has no proper id', async () => {
    const stuck = hook({ close: () => Promise.reject(new Error('still busy')) });
    expect(await failuresWith(stuck)).to.include('can be closed');
    expect(await failuresWith(hook({}, 'CPU count'))).to.deep.equal(['says what it is']);
  });

  it('finds a hook that keeps a machine in its instance while it waits', async () => {
    const mixing = defineHook({
      id: 'mixing',
      setup() {
        let count: unknown;
        return {
          async beforeUpdate({ inventory }, node) {
            count = writeJson(inventory ?? null).length;
            await node.node();
            node.patch([{ op: 'add', path: '/extra/count', value: Number(count) }]);
          },
        };
      },
    });
    expect(await failuresWith(mixing)).to.deep.equal(['works for several machines at once, set up once']);
  });

  it('finds a hook whose expression remembers where it was', async () => {
    const remembering = defineHook({
      id: 'remembering',
      setup() {
        const four = /"count":4/g;
        return { beforeUpdate: (data) => void (data['four'] = four.test(writeJson(data))) };
      },
    });
    expect(await failuresWith(remembering)).to.deep.equal([
      'works for several machines at once, set up once',
    ]);
  });

  it('finds a hook that changes its options', async () => {
    const changing = defineHook({
      id: 'changing',
      configSchema: { type: 'object', properties: { seen: { type: 'array', default: [] } } },
      setup: ({ config }) => ({ beforeUpdate: () => void (config['seen'] as number[]).push(1) }),
    });
    expect(await failuresWith(changing as typeof careful)).to.deep.equal(['leaves its options as they are']);
  });

  for (const [what, background] of Object.entries<(node: NodeHandle, data: IntrospectionData) => unknown>({
    'changes the node': async (node) => {
      await readFile(import.meta.filename);
      node.patch([{ op: 'add', path: '/extra/late', value: true }]);
    },
    'changes the data': async (_node, data) => {
      await readFile(import.meta.filename);
      data['late'] = true;
    },
    'is rejected': async () => {
      await readFile(import.meta.filename);
      throw new Error('nobody hears this');
    },
    'waits for a timer': () => new Promise((resolve) => void setTimeout(resolve, 300)),
  })) {
    it(`finds a hook that does not await what ${what}`, async () => {
      const floating = hook({ beforeUpdate: (data, node) => void background(node, data) });
      const title = 'has ended when it says so';
      // All other tests would leave their background behind, too.
      const outcomes = await outcomesOf(({ it, ...functions }) =>
        hookSuite({
          ...functions,
          it: (name, test) => name === title && it(name, test),
          definition: floating,
          run,
        }),
      );
      expect(failuresOf(outcomes)).to.deep.equal([title]);
    });
  }

  it('finds a timer that is never cleared, and where it was made', async () => {
    let timer: NodeJS.Timeout | undefined;
    const leaking = defineHook({
      id: 'leaking',
      setup() {
        const own = setInterval(() => undefined, 60_000).unref();
        timer ??= own;
        return {};
      },
    });
    try {
      const outcomes = await outcomesOf((functions) => hookSuite({ ...functions, definition: leaking, run }));
      expect(outcomes.get('leaves no timer when it is closed')).to.match(
        /hook-suite\.test\.ts:\d+ still runs/,
      );
    } finally {
      clearInterval(timer);
    }
  });

  it('does not mind timers that are cleared, and time limits', async () => {
    const tidy = defineHook({
      id: 'tidy',
      setup() {
        const timer = setInterval(() => undefined, 60_000).unref();
        return {
          async beforeUpdate(_data, node) {
            AbortSignal.timeout(60_000);
            await new Promise((resolve) => void setTimeout(resolve, 1));
            await node.node();
          },
          close: () => clearInterval(timer),
        };
      },
    });
    expect(await failuresWith(tidy)).to.deep.equal([]);
  });
});
