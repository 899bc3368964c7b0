import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withLock } from '../src/lock.js';
import { freshFolder } from './open-inventory.js';

describe('the lock of inventory filesystem', () => {
  let folder: string;
  let lock: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await freshFolder());
    lock = join(folder, '.openstack_inventory.lock');
  });
  afterEach(() => remove());

  const owner = (pid: number, more: object = {}): string =>
    JSON.stringify({
      id: '0123456789abcdef',
      pid,
      host: hostname(),
      time: '2026-01-01T00:00:00Z',
      began: null,
      ...more,
    });
  /** The PID of a process that has ended. */
  const deadPid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    return child.pid ?? 0;
  };
  const refusal = async (): Promise<InspectorError> => {
    const error: unknown = await withLock(lock, async () => {}, { patience: 50 }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!InspectorError.is(error)) throw new Error(`no coded error but ${String(error)}`);
    return error;
  };

  it('lets one work at a time, and is gone afterwards', async () => {
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await readdir(folder);
      working--;
    };
    await Promise.all(Array.from({ length: 20 }, () => withLock(lock, work)));

    expect(most).to.equal(1);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is given back when the work fails', async () => {
    await withLock(lock, async () => Promise.reject(new Error('failed'))).catch(() => {});

    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is taken over from a process that has died, by one of many', async () => {
    await writeFile(lock, owner(await deadPid()));
    let working = 0;
    const most: number[] = [];
    await Promise.all(
      Array.from({ length: 10 }, () =>
        withLock(lock, async () => {
          most.push(++working);
          await readdir(folder);
          working--;
        }),
      ),
    );

    expect(most).to.deep.equal(Array.from({ length: 10 }, () => 1));
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is taken over from a process whose PID another one has by now', async () => {
    await writeFile(lock, owner(process.pid, { began: '1' }));
    await withLock(lock, async () => {});
  });

  it('is taken over although a process died while it took it over', async () => {
    await writeFile(lock, owner(await deadPid()));
    await writeFile(`${lock}.0123456789abcdef`, owner(await deadPid(), { id: 'fedcba9876543210' }));
    await withLock(lock, async () => {});

    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('stays with a process that lives, and the error says how to go on', async () => {
    await writeFile(lock, owner(process.pid));
    const { code, message } = await refusal();

    expect(code).to.equal('INSP_INVENTORY_UNAVAILABLE');
    expect(message).to.contain(`process ${process.pid} on ${hostname()}`).and.to.contain(`delete ${lock}`);
    expect(await readFile(lock, 'utf8')).to.equal(owner(process.pid));
  });

  it('stays with a process of another machine', async () => {
    const text = owner(await deadPid(), { host: 'another.example' });
    await writeFile(lock, text);
    expect((await refusal()).message).to.contain('on another.example');

    expect(await readFile(lock, 'utf8')).to.equal(text);
  });

  it('stays while nobody can tell whose it is, and not for long', async () => {
    await writeFile(lock, '');
    expect((await refusal()).message).to.contain('has not written a name');
    await utimes(lock, 1, 1);
    await withLock(lock, async () => {});

    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is not waited for any longer when the work is not wanted any more', async () => {
    await writeFile(lock, owner(process.pid));
    const controller = new AbortController();
    const waiting = withLock(lock, async () => {}, { signal: controller.signal });
    controller.abort(new Error('not wanted any more'));

    const error: unknown = await waiting.catch((thrown: unknown) => thrown);
    expect(error).to.be.an('error');
    expect(error).to.not.satisfy(InspectorError.is);
  });
});
