import { expect } from 'chai';
import { ApiServer } from '../api/api-server.js';
import { keptRun } from '../api/kept-run.js';
import { runProgram } from './run-program.js';

const NODE = '00000000-0000-4000-8000-000000000001';
const disk = (serial: string): string => `{"inventory":{"disks":[{"serial":"${serial}","size":1073741824}]}}`;

describe('inspector baseline', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start();
    api.history.set(NODE, [await keptRun(2, disk('NEW-1')), await keptRun(1, disk('OLD-1'))]);
  });
  afterEach(() => api.close());
  const run = (verb: string, ...args: string[]) =>
    runProgram(['baseline', verb, '--url', api.url, ...args], { cwd: '/' });

  it('sets one from an introspection, lists it, and forgets it', async () => {
    expect(await run('set', NODE, '1')).to.deep.include({
      ...{ out: `Set for node ${NODE}: introspection 1 of node ${NODE}.\n`, err: '', status: 0 },
    });
    expect((await run('set', NODE, '--class', 'gold')).out).to.match(/^Set for class gold: introspection 2 /);
    const lines = (await run('show')).out.split('\n');
    expect(lines[0]).to.match(/^FOR +SET \(UTC\) +BY +TAKEN FROM +PRODUCT +FIRMWARE .*NICS$/);
    expect(lines[1]).to.match(new RegExp(`^class gold +\\S+ \\S+ +- +${NODE} 2 .* 1 +1 +0$`));
    expect(JSON.parse((await run('show', '--json')).out)).to.have.length(2);
    expect((await run('clear', '--class', 'gold')).out).to.equal('It is gone.\n');
    expect(await run('clear', '--class', 'gold')).to.deep.include({ out: '', status: 1 });
    expect((await run('clear', NODE)).status).to.equal(0);
    expect((await run('show')).out).to.equal('No baseline is set.\n');
  });

  it('tells what deviates, and with its exit status whether something does', async () => {
    expect(await run('check', NODE)).to.deep.include({ out: '', status: 1 });
    await run('set', NODE, '1');
    const { out, status } = await run('check', NODE);
    expect(status).to.equal(3);
    expect(out.split('\n').slice(1)).to.deep.equal([
      'WHAT     PART  NAME          DETAILS',
      'added    disk  serial NEW-1  serial NEW-1, size 1073741824',
      'removed  disk  serial OLD-1  serial OLD-1, size 1073741824',
      '',
    ]);
    expect(JSON.parse((await run('check', NODE, '--json')).out)).to.include({ degraded: true });
    await run('set', NODE);
    expect(await run('check', NODE)).to.deep.include({ status: 0 });
    expect((await run('check', NODE)).out).to.match(/\nThe hardware is as it should be\.\n$/);
  });

  for (const args of [
    ['clear'],
    ['clear', NODE, '--class', 'gold'],
    ['set'],
    ['set', NODE, 'x'],
    ['check'],
  ]) {
    it(`refuses: ${args.join(' ')}`, async () => {
      const [verb = '', ...rest] = args;
      expect((await run(verb, ...rest)).status).to.equal(2);
    });
  }
});
