import { expect } from 'chai';
import { runHook } from '@inspector/test-kit';
import ramdiskError from '../src/ramdisk-error.js';
import { failureOf } from './failure-of.js';

describe('ramdisk_error', () => {
  it('fails the introspection with what the ramdisk reports', async () => {
    const failure = await failureOf(runHook(ramdiskError, { data: { error: 'no disks\n* really' } }));
    expect(failure).to.deep.equal([400, 'Ramdisk reported error: no disks\n* really']);
  });

  it('reports an error that is no text as JSON', async () => {
    const failure = await failureOf(runHook(ramdiskError, { data: { error: { code: 5 } } }));
    expect(failure[1]).to.equal('Ramdisk reported error: {"code":5}');
  });

  it('reports a number with every digit', async () => {
    const failure = await failureOf(runHook(ramdiskError, { data: { error: { code: 2n ** 64n } } }));
    expect(failure[1]).to.equal('Ramdisk reported error: {"code":18446744073709551616}');
  });

  for (const error of [null, '', false, 0, [], {}]) {
    it(`goes on when the error is ${JSON.stringify(error)}`, async () => {
      const { changes } = await runHook(ramdiskError, { data: { error } });
      expect(changes.node).to.deep.equal([]);
    });
  }

  it('goes on when nothing is said', async () => {
    expect((await runHook(ramdiskError)).data).to.deep.equal({});
  });
});
