import type { PluginPackage } from '@inspector/plugin-api/package';
import { expect } from 'chai';
import { culpritOf } from '../../src/plugin-host/faults/blame.js';
import { PluginFaults } from '../../src/plugin-host/faults/plugin-faults.js';
import { actingFor, inNameOf, runningPlugin } from '../../src/plugin-host/faults/running-plugin.js';
import { LogBook } from './zoo.js';

const pack = (
  name: string,
  folder: string,
  kind: 'hook' | 'storage',
  plugins: readonly string[],
): PluginPackage =>
  ({
    ...{ name, folder, kind },
    offers: plugins.map((plugin) => ({ name: plugin, group: `inspector.${kind}` })),
  }) as unknown as PluginPackage;

const PACKAGES = [
  pack('inspector-hook-a', '/srv/node_modules/inspector-hook-a', 'hook', ['a']),
  pack('inspector-hook-ab', '/srv/node_modules/inspector-hook-ab', 'hook', ['b', 'c']),
  pack('inspector-storage-s', '/srv/node_modules/inspector-storage-s', 'storage', ['s']),
];
const RACK = {
  group: 'inspector.hook.processing',
  name: 'rack',
  packageName: 'inspector-hook-rack',
} as const;

const thrownAt = (...places: readonly string[]): Error =>
  Object.assign(new Error('boom'), {
    stack: ['Error: boom', ...places.map((place) => `    at ${place}`)].join('\n'),
  });

describe('whose fault an error is', () => {
  it('is told by the work that it came up in', () => {
    const error = thrownAt('f (file:///srv/node_modules/inspector-hook-a/index.js:1:2)');
    expect(inNameOf(RACK, () => culpritOf(error, PACKAGES))).to.deep.include({
      packageName: RACK.packageName,
    });
  });

  for (const [title, place] of [
    ['a module', 'f (file:///srv/node_modules/inspector-hook-a/lib/x%20y.js:1:2)'],
    ['a module without function', 'file:///srv/node_modules/inspector-hook-a/index.js:1:2'],
    ['CommonJS', 'Object.<anonymous> (/srv/node_modules/inspector-hook-a/index.cjs:10:3)'],
    ['a package of its own', 'g (/srv/node_modules/inspector-hook-a/node_modules/left-pad/index.js:1:1)'],
  ] as const) {
    it(`is told by the nearest line of the stack in a plugin: ${title}`, () => {
      const error = thrownAt(
        'node:internal/timers:573:17',
        place,
        'h (/srv/node_modules/inspector-storage-s/s.js:1:1)',
      );
      expect(culpritOf(error, PACKAGES)).to.include({ packageName: 'inspector-hook-a', kind: 'hook' });
    });
  }

  it('names no plugin of a package that has several', () => {
    const culprit = culpritOf(thrownAt('/srv/node_modules/inspector-hook-ab/index.js:1:1'), PACKAGES);
    expect(culprit).to.deep.equal({ packageName: 'inspector-hook-ab', kind: 'hook' });
  });

  it('is not known of what has no stack in a plugin', () => {
    for (const error of [thrownAt('/srv/other/index.js:1:1'), 'text', undefined, null]) {
      expect(culpritOf(error, PACKAGES)).to.equal(undefined);
    }
  });

  it('is that of the driver whose method runs, and of nobody afterwards', async () => {
    class Driver {
      readonly #name = 'mine';
      readonly exclusive = true;
      async who(): Promise<readonly unknown[]> {
        await Promise.resolve();
        return [this.#name, runningPlugin()?.name];
      }
    }
    const driver = actingFor(RACK, new Driver());
    expect(await driver.who()).to.deep.equal(['mine', 'rack']);
    expect(driver.exclusive).to.equal(true);
    expect(runningPlugin()).to.equal(undefined);
  });
});

describe('errors that plugins let escape', () => {
  const book = new LogBook();
  const make = (onFailure: 'stop' | 'disable'): PluginFaults => {
    book.lines.length = 0;
    const faults = new PluginFaults({ log: book.log, onFailure });
    faults.know(PACKAGES);
    return faults;
  };
  const take = (faults: PluginFaults, text = 'boom') =>
    inNameOf(RACK, () => faults.take(new Error(text), 'exception'));

  it('let the process go on where a hook is at fault, and stop it where nobody knows', () => {
    const faults = make('stop');
    expect(take(faults)).to.equal('goes on');
    expect(faults.take(thrownAt('/srv/node_modules/inspector-storage-s/s.js:1:1'), 'rejection')).to.equal(
      'has to stop',
    );
    expect(faults.take(new Error('core'), 'exception')).to.equal('has to stop');
    expect(book.lines.map(({ level }) => level)).to.deep.equal(['error', 'fatal', 'fatal']);
  });

  it('are counted all, and logged ever less often', () => {
    const faults = make('stop');
    for (let number = 1; number <= 1000; number++) take(faults, `number ${number}`);
    expect(faults.of(RACK)).to.deep.include({ count: 1000 });
    expect(faults.of(RACK)?.last).to.contain('number 1000');
    expect(book.lines).to.have.length(12);
  });

  it('put a hook out of use where that is wanted', () => {
    const faults = make('disable');
    expect(faults.whyDisabled(RACK)).to.equal(undefined);
    take(faults);
    expect(faults.whyDisabled(RACK)).to.contain('boom');
    expect(faults.whyDisabled({ ...RACK, name: 'other' })).to.equal(undefined);
  });
});
