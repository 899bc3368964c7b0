import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { withApi } from './api-server.js';
import { keptRun } from './kept-run.js';

const NODE = '00000000-0000-4000-8000-000000000001';
const PATH = `/v1/introspection/${NODE}`;

const disk = (serial: string): string => `{"inventory":{"disks":[{"serial":"${serial}","size":1.0}]}}`;

describe('the history of a node over HTTP', () => {
  const api = withApi();
  const get = (path: string) => api().call('GET', PATH + path);
  beforeEach(async () => {
    const runs = [
      await keptRun(4),
      await keptRun(3, disk('SC1')),
      await keptRun(2, disk('SB1')),
      await keptRun(1, disk('SA1')),
    ];
    api().history.set(NODE, runs);
  });

  it('is listed, the newest first, page by page', async () => {
    const { uuid, history } = (await get('/history')).json as { uuid: string; history: JsonObject[] };
    expect(uuid).to.equal(NODE);
    expect(history.map(({ number }) => number)).to.deep.equal([4, 3, 2, 1]);
    expect(history[0]).to.deep.equal({
      ...{ number: 4, introspection: '00000000-0000-4000-8000-0000000000aa', began: 'start' },
      ...{ state: 'error', error: 'Timeout', kept_data: 'none', degraded: null, deviations: null },
      ...{ started_at: '2031-02-03T04:05:06', finished_at: '2031-02-03T04:06:06.000001' },
      ...{ request_id: 'req-1', user: 'alice' },
    });
    const page = (await get('/history?limit=2&marker=4')).json as { history: JsonObject[] };
    expect(page.history.map(({ number }) => number)).to.deep.equal([3, 2]);
  });

  it('is empty for a node that was never introspected', async () => {
    const other = NODE.replace(/1$/, '2');
    const answer = await api().call('GET', `/v1/introspection/${other}/history`);
    expect(answer.json).to.deep.equal({ uuid: other, history: [] });
  });

  it('shows an introspection with its data, numbers as they were written', async () => {
    const answer = await get('/history/3');
    expect(answer.status).to.equal(200);
    expect(answer.text).to.include(`"data":${disk('SC1')}`);
    expect(answer.json).to.include({ number: 3, user: 'alice' }).and.to.have.property('hooks');
    expect((await get('/history/latest')).json).to.include({ number: 4, data: null });
  });

  it('compares the newest two with data, or those that are named', async () => {
    const newest = (await get('/diff')).json as {
      from: JsonObject;
      to: JsonObject;
      differences: JsonObject[];
    };
    expect([newest.from['number'], newest.to['number']]).to.deep.equal([2, 3]);
    expect(newest.differences.map(({ change, name }) => `${String(change)} ${String(name)}`)).to.deep.equal([
      'added serial SC1',
      'removed serial SB1',
    ]);
    const named = (await get('/diff?from=1&to=2')).json as { differences: JsonObject[] };
    expect(named.differences.map(({ name }) => name)).to.deep.equal(['serial SB1', 'serial SA1']);
    const back = (await get('/diff?from=3&to=1')).json as { from: JsonObject; to: JsonObject };
    expect([back.from['number'], back.to['number']]).to.deep.equal([3, 1]);
    expect((await get('/diff?from=2&to=2')).json)
      .to.have.property('differences')
      .that.deep.equals([]);
  });

  it('says what is missing', async () => {
    const said = async (path: string): Promise<string> => {
      const answer = await get(path);
      return `${String(answer.status)} ${answer.message}`;
    };
    expect(await said('/history/9')).to.match(
      /^404 Introspection 9 of node \S+ is not kept\. .*history lists/,
    );
    expect(await said('/diff?to=4')).to.match(
      /^404 No data are kept of introspection 4 of node .* It failed: Timeout$/,
    );
    expect(await said('/diff?to=1')).to.match(/^404 Before introspection 1 .* none with data is kept/);
    api().history.clear();
    expect(await said('/diff')).to.match(/^404 No introspection of node .* with data is kept/);
    expect(await said('/history/latest')).to.match(/^404 No introspection of node .* is kept.*history\.keep/);
  });

  for (const number of ['0', '-1', '1.5', 'x', '1e9', '99999999999999999999', '%20', 'Latest', '01']) {
    it(`takes "${number}" for no number`, async () => {
      expect((await get(`/history/${number}`)).status).to.equal(400);
      expect((await get(`/diff?from=${number}`)).status).to.equal(400);
      expect((await get(`/diff?to=${number}`)).status).to.equal(400);
      expect((await get(`/history?marker=${number}`)).status).to.equal(400);
    });
  }
});
