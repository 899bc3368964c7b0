import { expect } from 'chai';
import { InspectorError, defineHook, type HookInstance, type IntrospectionData } from '@inspector/plugin-api';
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
    expect(await failuresWith(remembering)).to.deep.equal(['does the same for the same machine again']);
  });

  it('finds a hook that cannot be closed or has no proper id', async () => {
    const stuck = hook({ close: () => Promise.reject(new Error('still busy')) });
    expect(await failuresWith(stuck)).to.include('can be closed');
    expect(await failuresWith(hook({}, 'CPU count'))).to.deep.equal(['says what it is']);
  });
});
