import { expect } from 'chai';
import { Account } from '../../src/history/account.js';
import { ApiServer } from '../api/api-server.js';
import { keptRun } from '../api/kept-run.js';
import { runProgram } from './run-program.js';

const NODE = '00000000-0000-4000-8000-000000000001';
const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const disk = (serial: string, path = 'slot-1'): string =>
  `{"inventory":{"disks":[{"serial":"${serial}","by_path":"${path}"}]}}`;

describe('inspector history and inspector diff', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start();
  });
  afterEach(() => api.close());
  const run = (...args: string[]) =>
    runProgram([args[0] ?? '', '--url', api.url, ...args.slice(1)], { cwd: '/' });

  it('list what is kept of a node', async () => {
    api.history.set(NODE, [await keptRun(2), await keptRun(1, disk('SA1'))]);
    const { out, err, status } = await run('history', NODE);
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    expect(out.split('\n')).to.deep.equal([
      'NUMBER  FINISHED (UTC)       STATE     BEGAN      BY     DATA  ERROR OR DEVIATIONS',
      '2       2031-02-03 04:06:06  error     requested  alice  none  Timeout',
      '1       2031-02-03 04:06:06  finished  requested  alice  all',
      '',
    ]);
    expect(JSON.parse((await run('history', NODE, '--json', '--limit', '1')).out)).to.have.length(1);
  });

  it('show an introspection: hooks, rules by name, changes with who asked for them', async () => {
    const account = new Account();
    account.tellRules([{ uuid: RULE, name: 'big\u001b[31mones', sensitive: false, outcome: 'applied' }]);
    account.tellChange({ kind: 'trait-added', trait: 'CUSTOM_BIG' }, `rule ${RULE}`);
    account.tellChange(
      { kind: 'node', operation: { op: 'add', path: '/extra/x', value: { a: 1 } }, resetInterfaces: false },
      'hook scheduler',
    );
    api.history.set(NODE, [await keptRun(1, disk('SA1'), account)]);
    const { out, status } = await run('history', NODE, '1');
    expect(status).to.equal(0);
    expect(out.split('\n')).to.deep.equal([
      'Introspection 1: finished',
      '  Began: 2031-02-03 04:05:06 UTC, requested',
      '  Ended: 2031-02-03 04:06:06 UTC',
      '  By:    alice (req-1)',
      '  Data:  kept, --json prints them',
      '',
      'Hooks:',
      '  none have run',
      '',
      'Rules that applied:',
      '  big [31mones: applied',
      '',
      'Changes asked for:',
      '  rule "big [31mones": add trait = "CUSTOM_BIG"',
      '  hook scheduler: add node /extra/x = {"a":1}',
      '',
    ]);
    expect(JSON.parse((await run('history', NODE, '1', '--json')).out)).to.have.nested.property(
      'data.inventory.disks[0].serial',
      'SA1',
    );
  });

  it('show how the hardware differs', async () => {
    api.history.set(NODE, [
      await keptRun(3, disk('SB1')),
      await keptRun(2, disk('SA1', 'slot-2')),
      await keptRun(1, disk('SA1')),
    ]);
    expect((await run('diff', NODE)).out.split('\n')).to.deep.equal([
      `${NODE}: introspection 2 (2031-02-03 04:06:06) → introspection 3 (2031-02-03 04:06:06)`,
      'WHAT     PART  NAME        DETAILS',
      'added    disk  serial SB1  serial SB1, by_path slot-1',
      'removed  disk  serial SA1  serial SA1, by_path slot-2',
      '',
    ]);
    expect((await run('diff', NODE, '1', '2')).out).to.match(
      /moved {2}disk {2}serial SA1 {2}by_path slot-1 → slot-2\n/,
    );
    expect((await run('diff', NODE, '1')).out).to.match(
      /changed {2}disk {2}serial SA1 {2}serial SA1 → SB1\n/,
    );
    expect((await run('diff', NODE, '2', '2')).out).to.match(/\nThe hardware is the same\.\n$/);
    expect(JSON.parse((await run('diff', NODE, '--json')).out)).to.have.nested.property('to.number', 3);
  });

  it('say that nothing is kept, and fail where nothing can be compared', async () => {
    expect((await run('history', NODE)).out).to.equal(`No introspection of ${NODE} is kept.\n`);
    const { out, err, status } = await run('diff', NODE);
    expect({ out, status }).to.deep.equal({ out: '', status: 1 });
    expect(err).to.match(/No introspection of node \S+ with data is kept, so there is nothing to compare/);
    expect((await run('history', NODE, '7')).status).to.equal(1);
  });

  for (const args of [
    ['history'],
    ['history', NODE, '0'],
    ['diff', NODE, 'x'],
    ['diff', NODE, '1', '2', '3'],
    ['history', '..'],
  ]) {
    it(`refuse: ${args.join(' ')}`, async () => {
      expect((await run(...args)).status).to.equal(2);
    });
  }
});
