import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import type { CallingRequest } from '../../src/access/access-control.js';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withApi } from '../api/api-server.js';
import { runIntrospection, type Run } from './run-introspection.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const FINISHED = { state: 'finished' as const, finishedAt: '2031-02-03T04:06:06' };
const FAILED = { state: 'error' as const, finishedAt: '2031-02-03T04:06:06', error: 'disk\nmissing' };

describe('inspector introspection', () => {
  const api = withApi();
  let folder = '';
  const run = (...args: string[]): Promise<Run> =>
    runIntrospection(args, { cwd: folder, env: { INSPECTOR_URL: api().url } });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-cli-'));
    api().conductor.names.set('node-a', A).set('node-b', B);
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('start', () => {
    it('starts several nodes', async () => {
      const { exitCode, out } = await run('start', 'node-a', B);
      expect(exitCode).to.equal(0);
      expect(out).to.deep.equal(['node-a: introspection started', `${B}: introspection started`]);
      expect(api().conductor.asked).to.have.deep.members([
        { operation: 'introspect', node: 'node-a', manageBoot: true },
        { operation: 'introspect', node: B, manageBoot: true },
      ]);
    });

    it('leaves the boot of machines alone when told so', async () => {
      await run('start', A, '--no-manage-boot');
      expect(api().conductor.asked[0]).to.include({ manageBoot: false });
    });

    it('goes on after a node that fails, and says so in the exit code', async () => {
      api().conductor.introspect = (node) =>
        node === 'node-a'
          ? Promise.reject(new InspectorError('INSP_NODE_NOT_FOUND', 'no such node'))
          : Promise.resolve();
      const { exitCode, out, err } = await run('start', 'node-a', 'node-b');
      expect({ exitCode, out, err }).to.deep.equal({
        exitCode: 1,
        out: ['node-b: introspection started'],
        err: ['node-a: no such node'],
      });
      const json = await run('start', 'node-a', 'node-b', '--json');
      expect(json.exitCode).to.equal(1);
      expect(json.json).to.deep.equal([
        { node: 'node-a', ok: false, error: 'no such node' },
        { node: 'node-b', ok: true, error: null },
      ]);
    });

    it('waits until all are over', async () => {
      api().conductor.introspect = (node) => {
        api().records.add(node === 'node-a' ? { uuid: A, ...FINISHED } : { uuid: B, ...FAILED });
        return Promise.resolve();
      };
      const { exitCode, out } = await run('start', '--wait', '--interval', '0.001', 'node-a', 'node-b');
      expect(exitCode).to.equal(1);
      expect(out.slice(0, 2)).to.have.members(['node-a: finished', 'node-b: error']);
      expect(out.slice(2)).to.deep.equal([
        'NODE    UUID                                  STATE     STARTED (UTC)        FINISHED (UTC)       ERROR',
        `node-a  ${A}  finished  2031-02-03 04:05:06  2031-02-03 04:06:06`,
        `node-b  ${B}  error     2031-02-03 04:05:06  2031-02-03 04:06:06  disk missing`,
      ]);
    });

    it('names nodes that were given by UUID, where their names are known', async () => {
      api().records.add({ uuid: A, name: 'rack3-07', ...FINISHED });
      api().records.add({ uuid: B, ...FINISHED });
      const { out } = await run('start', '--wait', '--interval', '0.001', A, B);
      expect(out.slice(0, 2)).to.have.members([`${A} (rack3-07): finished`, `${B}: finished`]);
      expect(out.slice(2)).to.deep.equal([
        'UUID                                  NAME      STATE     STARTED (UTC)        FINISHED (UTC)       ERROR',
        `${A}  rack3-07  finished  2031-02-03 04:05:06  2031-02-03 04:06:06`,
        `${B}  -         finished  2031-02-03 04:05:06  2031-02-03 04:06:06`,
      ]);
    });

    it('succeeds when all introspections did', async () => {
      api().records.add({ uuid: A, ...FINISHED });
      const { exitCode, json } = await run('start', A, '--wait', '--json');
      expect(exitCode).to.equal(0);
      expect(json).to.have.nested.property('0.introspection.state', 'finished');
    });

    it('stops waiting after the time limit and shows how far it came', async () => {
      api().records.add({ uuid: A, ...FINISHED });
      api().records.add({ uuid: B, state: 'processing' });
      const args = ['start', A, B, '--wait', '--interval', '0.005', '--timeout', '0.02'];
      const { exitCode, out, err } = await run(...args);
      expect(exitCode).to.equal(1);
      expect(err).to.deep.equal([`Not finished after 0.02 s: ${B}`]);
      expect(out.at(-1)).to.match(new RegExp(`^${B}  processing`));
      expect((await run(...args, '--json')).json).to.have.nested.property('1.error', 'Not finished in time');
    });

    it('ends waiting when interrupted', async () => {
      const controller = new AbortController();
      api().records.get = () => {
        controller.abort();
        return Promise.resolve(undefined);
      };
      const error: unknown = await runIntrospection(['start', A, '--wait'], {
        env: { INSPECTOR_URL: api().url },
        signal: controller.signal,
      }).catch((thrown: unknown) => thrown);
      expect(error).to.equal(controller.signal.reason);
    });
  });

  describe('status', () => {
    it('says why an introspection failed or takes long, unless the server does not know', async () => {
      const finding = {
        code: 'WHY_ABORTED',
        certainty: 'sure',
        evidence: 'An operator\naborted it.',
        remedy: null,
      } as const;
      api().diagnosis = { ...api().diagnosis, findings: [finding] };
      api().records.add({ uuid: A, ...FAILED });
      api().records.add({ uuid: B, startedAt: '2020-02-03T04:05:06' });
      expect((await run('status', A, 'node-b')).out.slice(-2)).to.deep.equal([
        `${A}: Why: An operator aborted it. (inspector why ${A})`,
        `node-b: Why: An operator aborted it. (inspector why ${B})`,
      ]);
      expect((await run('status', A, '--json')).json).not.to.have.nested.property('0.why');
      api().diagnosis = { ...api().diagnosis, findings: [{ ...finding, certainty: 'possible' }] };
      expect((await run('status', A)).out.at(-1)).to.match(/Why: possible: An operator/);
      api().records.add({ uuid: A, ...FINISHED });
      expect((await run('status', A)).out.join('\n')).not.to.contain('Why');
      api().diagnosisFailure = new InspectorError('INSP_ROUTE_NOT_FOUND', 'no such route');
      const { exitCode, out } = await run('status', B);
      expect({ exitCode, lines: out.length }).to.deep.equal({ exitCode: 0, lines: 2 });
    });

    it('shows several nodes and succeeds however they ended', async () => {
      api().records.add({ uuid: A });
      api().records.add({ uuid: B, ...FAILED });
      const { exitCode, out } = await run('status', A, B);
      expect(exitCode).to.equal(0);
      expect(out).to.deep.equal([
        'UUID                                  STATE    STARTED (UTC)        FINISHED (UTC)       ERROR',
        `${A}  waiting  2031-02-03 04:05:06  -`,
        `${B}  error    2031-02-03 04:05:06  2031-02-03 04:06:06  disk missing`,
      ]);
    });

    it('fails for a node without introspection', async () => {
      expect(await run('status', A)).to.deep.include({
        exitCode: 1,
        out: [],
        err: [`${A}: Could not find node ${A} in cache`],
      });
    });

    it('shows how the hooks went', async () => {
      api().records.add({ uuid: A, ...FINISHED });
      api().records.add({ uuid: B });
      const hook = {
        hook: 'scheduler',
        outcome: 'degraded' as const,
        milliseconds: 12.4,
        message: 'no disk',
      };
      api().hookResults.set(A, [hook]);
      const { out } = await run('status', '--hooks', 'node-a', 'node-b');
      expect(out.slice(3)).to.deep.equal([
        '',
        'node-a:',
        'HOOK       OUTCOME   MILLISECONDS  MESSAGE',
        'scheduler  degraded  12            no disk',
        '',
        'node-b: no hooks have run',
      ]);
      expect((await run('status', '--hooks', '--json', A)).json).to.have.deep.nested.property('0.hooks', [
        hook,
      ]);
    });
  });

  describe('list', () => {
    beforeEach(() => {
      api().records.add({ uuid: A, ...FINISHED });
      api().records.add({ uuid: B });
    });

    it('lists all, or some', async () => {
      expect((await run('list')).out).to.have.length(3);
      expect((await run('list', '--limit', '1', '--json')).json).to.have.length(1);
      expect((await run('list', '--state', 'waiting,starting', '--json')).json).to.have.nested.property(
        '0.uuid',
        B,
      );
      expect((await run('list', '--state', 'starting')).out).to.deep.equal(['No introspections.']);
    });

    it('names the states there are when asked for another', async () => {
      const { exitCode, err } = await run('list', '--state', 'waiting,blue');
      expect(exitCode).to.equal(2);
      expect(err.join()).to.include('some of starting, waiting, processing, finished, error');
    });
  });

  describe('abort', () => {
    it('aborts several nodes', async () => {
      const { exitCode, out } = await run('abort', 'node-a', 'node-b');
      expect(exitCode).to.equal(0);
      expect(out).to.deep.equal(['node-a: abort requested', 'node-b: abort requested']);
    });

    it('succeeds when what it waits for has ended in an error', async () => {
      api().records.add({ uuid: A, ...FAILED });
      expect(await run('abort', '--wait', A)).to.include({ exitCode: 0 });
    });
  });

  describe('reapply', () => {
    it('has stored data processed', async () => {
      expect(await run('reapply', A, B)).to.deep.include({
        exitCode: 0,
        out: [`${A}: reapplying`, `${B}: reapplying`],
      });
      expect(api().conductor.asked.map(({ posted }) => posted)).to.deep.equal([undefined, undefined]);
    });

    it('sends a file as it is', async () => {
      await writeFile(join(folder, 'data.json'), '{"a": 1.0}');
      expect(await run('reapply', A, '--data', 'data.json')).to.include({ exitCode: 0 });
      expect(api().conductor.asked[0]?.posted?.text).to.equal('{"a": 1.0}');
    });

    it('waits for the new end, not the old one', async () => {
      api().records.add({ uuid: A, ...FAILED });
      let looks = 0;
      api().conductor.reapply = () => Promise.resolve();
      const { get } = api().records;
      api().records.get = (uuid) => {
        if (++looks === 4) api().records.add({ uuid: A, ...FINISHED, startedAt: '2032-01-01T00:00:00' });
        return get.call(api().records, uuid);
      };
      const { exitCode, out } = await run('reapply', A, '--wait', '--interval', '0.001');
      expect(exitCode).to.equal(0);
      expect(out.at(-1)).to.contain('finished  2032-01-01');
    });

    it('takes a file for one node only', async () => {
      expect(await run('reapply', A, B, '--data', 'x')).to.include({ exitCode: 2 });
      expect(api().conductor.asked).to.deep.equal([]);
    });

    for (const [what, text] of [
      ['nothing', ''],
      ['blanks', ' \n'],
      ['half an object', '{"a": 1'],
      ['a list', '[{"a": 1}]'],
      ['null', 'null'],
      ['no members, which would mean the stored data', '{}'],
    ] as const) {
      it(`refuses a file with ${what}, and reapplies nothing`, async () => {
        await writeFile(join(folder, 'data.json'), text);
        const error: unknown = await run('reapply', A, '--data', 'data.json').catch(
          (reason: unknown) => reason,
        );
        expect(InspectorError.is(error) && error.code).to.equal('INSP_FILE_FAILED');
        expect((error as Error).message).to.match(/^Cannot use data\.json as introspection data: it /);
        expect(api().conductor.asked).to.deep.equal([]);
      });
    }

    it('names the file it cannot read', async () => {
      const error: unknown = await run('reapply', A, '--data', 'missing.json').catch(
        (reason: unknown) => reason,
      );
      expect((error as Error).message).to.match(
        /^Cannot read data from missing\.json: there is no such file/,
      );
      expect(api().conductor.asked).to.deep.equal([]);
    });
  });

  describe('data save', () => {
    const text = '{"b": 1.0,"a":12345678901234567890}';
    beforeEach(async () => {
      await api().storage.save(A, text, true);
      await api().storage.save(A, '{"raw":1}', false);
    });

    it('prints the data of one node as they are stored', async () => {
      expect((await run('data', 'save', 'node-a')).out).to.deep.equal([text]);
      expect((await run('data', 'save', A, '--unprocessed')).out).to.deep.equal(['{"raw":1}']);
    });

    it('writes them to a file', async () => {
      expect(await run('data', 'save', A, '--file', 'x/a.json')).to.deep.include({
        exitCode: 0,
        out: [`${A}: saved to ${join(folder, 'x/a.json')}`],
      });
      expect(await readFile(join(folder, 'x/a.json'), 'utf8')).to.equal(text);
    });

    it('writes one file per node, and says which nodes have no data', async () => {
      const { exitCode, err } = await run('data', 'save', 'node-a', B, '--directory', 'all');
      expect(exitCode).to.equal(1);
      expect(err).to.deep.equal([`${B}: Introspection data not found for node ${B}, processed=True`]);
      expect(await readdir(join(folder, 'all'))).to.deep.equal(['node-a.json']);
    });

    it('keeps names of nodes inside the folder', async () => {
      api().conductor.names.set('../x', A);
      await run('data', 'save', '../x', '--directory', 'all');
      expect(await readdir(join(folder, 'all'))).to.deep.equal(['..%2Fx.json']);
    });

    it('says why a file cannot be written', async () => {
      await writeFile(join(folder, 'file'), '');
      const { exitCode, err } = await run('data', 'save', A, '--directory', 'file/below');
      expect(exitCode).to.equal(1);
      expect(err.join()).to.match(
        new RegExp(`^${A}: Cannot write .*file/below/${A}\\.json: a part of its path is a file`),
      );
    });

    it('needs a folder for several nodes', async () => {
      expect(await run('data', 'save', A, B)).to.include({ exitCode: 2 });
    });
  });

  it('says where it looked when the server cannot be reached, once', async () => {
    await api().close();
    const { exitCode, err } = await run('start', 'node-a', 'node-b');
    expect(exitCode).to.equal(1);
    expect(err).to.have.length(1);
    expect(err[0]).to.match(new RegExp(`^Inspector cannot be reached at ${api().url}: .*ECONNREFUSED`));
    expect(err[0]).to.contain('Is it running ("inspector serve")? Say where with --url or INSPECTOR_URL.');
  });

  it('prefers --url to the environment', async () => {
    const env = { INSPECTOR_URL: 'http://127.0.0.1:1' };
    expect(await runIntrospection(['list', '--url', api().url], { env })).to.include({ exitCode: 0 });
  });

  it('refuses numbers that make no sense', async () => {
    for (const args of [
      ['start', A, '--timeout', '0'],
      ['start', A, '--interval', 'x'],
      ['list', '--limit', '-1'],
      ['list', '--limit', '1.5'],
      ['start'],
    ]) {
      expect(await run(...args), args.join(' ')).to.include({ exitCode: 2 });
    }
    expect(api().conductor.asked).to.deep.equal([]);
  });
});

describe('Credentials of inspector introspection', () => {
  const seen: (string | undefined)[] = [];
  const access = {
    identify: ({ headers }: CallingRequest) => {
      seen.push(String(headers['x-auth-token'] ?? headers.authorization));
      return { authorise: () => undefined };
    },
  };
  const api = withApi({}, { access });

  it('come from the option or the environment', async () => {
    seen.length = 0;
    const list = (args: string[], env: Record<string, string>) =>
      runIntrospection(['list', '--url', api().url, ...args], { env });
    await list(['--token', 'one'], { INSPECTOR_TOKEN: 'two' });
    await list([], { INSPECTOR_TOKEN: 'two' });
    await list([], { INSPECTOR_USERNAME: 'u', INSPECTOR_PASSWORD: 'p' });
    expect(seen).to.deep.equal(['one', 'two', `Basic ${Buffer.from('u:p').toString('base64')}`]);
  });
});
