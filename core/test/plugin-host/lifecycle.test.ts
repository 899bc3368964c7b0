import { expect } from 'chai';
import { createLifecycle, type LifecycleMember } from '../../src/plugin-host/lifecycle.js';

describe('the lifecycle of plugins', () => {
  const events: string[] = [];
  beforeEach(() => events.splice(0));

  const member = (
    name: string,
    capability: string,
    fails: 'start' | 'stop' | 'never' = 'never',
  ): LifecycleMember => ({
    capability,
    start: async () => {
      events.push(`start ${name}`);
      if (fails === 'start') throw new Error(`${name} does not start`);
    },
    stop: async () => {
      events.push(`stop ${name}`);
      if (fails === 'stop') throw new Error(`${name} does not stop`);
    },
  });

  it('starts by capability in order of registration and stops in the reverse order of the starts', async () => {
    const lifecycle = createLifecycle();
    for (const [name, capability] of [
      ['a', 'late'],
      ['b', 'early'],
      ['c', 'late'],
    ] as const) {
      lifecycle.register(member(name, capability));
    }
    await lifecycle.start('early');
    await lifecycle.start('late');
    await lifecycle.stop();

    expect(events).to.deep.equal(['start b', 'start a', 'start c', 'stop c', 'stop a', 'stop b']);
  });

  it('goes on after failures, reports them, and stops only what was started', async () => {
    const lifecycle = createLifecycle();
    lifecycle.register(member('a', 'x', 'stop'));
    lifecycle.register(member('b', 'x', 'start'));
    lifecycle.register(member('c', 'x', 'stop'));

    const starting = await lifecycle.start('x');
    const stopping = await lifecycle.stop();

    expect(starting.map(({ error }) => (error as Error).message)).to.deep.equal(['b does not start']);
    expect(stopping.map(({ error }) => (error as Error).message)).to.deep.equal([
      'c does not stop',
      'a does not stop',
    ]);
    expect(events).to.deep.equal(['start a', 'start b', 'start c', 'stop c', 'stop a']);
  });

  it('starts and stops nothing twice', async () => {
    const lifecycle = createLifecycle();
    lifecycle.register(member('a', 'x'));
    await lifecycle.start('x');
    await lifecycle.start('x');
    await lifecycle.stop();
    await lifecycle.stop();

    expect(events).to.deep.equal(['start a', 'stop a']);
  });

  it('starts nothing for a capability nobody has', async () => {
    const lifecycle = createLifecycle();
    expect(await lifecycle.start('nobody')).to.deep.equal([]);
  });

  it('leaves nothing in localStorage where that exists', async () => {
    const stored: string[] = [];
    const scope = globalThis as { localStorage?: unknown };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      value: { getItem: () => null, setItem: (key: string) => void stored.push(key) },
    });
    try {
      const lifecycle = createLifecycle();
      lifecycle.register(member('a', 'x'));
      await lifecycle.start('x');
      await lifecycle.stop();
    } finally {
      if (before) Object.defineProperty(globalThis, 'localStorage', before);
      else delete scope.localStorage;
    }
    expect(stored).to.deep.equal([]);
  });
});
