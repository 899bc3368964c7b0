import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import type { Fault } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, eventually, payload, type Answer, type Status } from './harness.js';

const outcome = ({ status, body }: Answer): unknown[] => [
  status,
  (body['error'] as JsonObject | undefined)?.['message'],
];
const forbidden = (state: string, event: string): unknown[] => [
  400,
  `Can not transition from state '${state}' on event '${event}' (no defined transition)`,
];
const REAPPLY_LATER = [409, 'Node locked, please, try again later'];

describe('requests about a node that arrive while it is worked on', () => {
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start(config);
    data = await payload();
    return bench.enroll(data).uuid;
  };
  afterEach(() => bench.close());
  const start = (uuid: string) => bench.start(uuid);
  const abort = (uuid: string) => bench.request('POST', `/v1/introspection/${uuid}/abort`);
  const reapply = (uuid: string, body?: object) =>
    bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`, body);
  /** Holds the first such request to Ironic until the test lets it go. */
  const hold = (match: NonNullable<Fault['match']>) => bench.ironic.fail({ match, status: 'held', times: 1 });

  it('do not disturb the processing of data', async () => {
    const uuid = await begin();
    await bench.startAndWait(uuid);
    const gate = hold({ method: 'PATCH' });
    const first = bench.post(data);
    await gate.arrived;
    expect(await bench.status(uuid)).to.include({ state: 'processing' });
    expect(outcome(await start(uuid))).to.deep.equal(forbidden('processing', 'start'));
    expect(outcome(await reapply(uuid, data))).to.deep.equal(REAPPLY_LATER);
    const second = bench.post({ ...data, other: 1 });
    gate.release();
    expect((await first).status).to.equal(200);
    const [status, message] = outcome(await second);
    expect(status).to.equal(400);
    expect(message).to.include('Look up error: Introspection for node <uuid> already finished on ');
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('do not disturb the power off at the end', async () => {
    const uuid = await begin();
    await bench.startAndWait(uuid);
    const gate = hold({ path: '/states/power' });
    expect((await bench.post(data)).status).to.equal(200);
    await gate.arrived;
    expect(outcome(await start(uuid))).to.deep.equal(forbidden('processing', 'start'));
    gate.release();
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('wait, when they bring data, until the node is prepared', async () => {
    const uuid = await begin();
    const gate = hold({ path: '/boot_device' });
    await start(uuid);
    await gate.arrived;
    const posted = bench.post(data);
    expect(await bench.status(uuid)).to.include({ state: 'starting' });
    gate.release();
    expect(await posted).to.deep.equal({ status: 200, body: { uuid } });
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('do not undo an abort', async () => {
    const uuid = await begin();
    await bench.startAndWait(uuid);
    const gate = hold({ path: '/states/power' });
    expect((await abort(uuid)).status).to.equal(202);
    await gate.arrived;
    expect(await bench.status(uuid)).to.include({ state: 'aborting', finished: false, error: null });
    expect(outcome(await start(uuid))).to.deep.equal(forbidden('aborting', 'start'));
    expect((await abort(uuid)).status).to.equal(202);
    const posted = bench.post(data);
    gate.release();
    expect((await posted).status).to.equal(400);
    expect(await bench.finished(uuid)).to.include({ state: 'error', error: 'Canceled by operator' });
  });

  it('do not disturb stored data that are processed again', async () => {
    const uuid = await begin();
    await bench.startAndWait(uuid);
    await bench.post(data);
    const before = await bench.finished(uuid);
    const gate = hold({ route: 'GET /v1/ports/detail' });
    expect((await reapply(uuid)).status).to.equal(202);
    await gate.arrived;
    const { state, finished, finished_at: end } = await bench.status(uuid);
    expect([state, finished, end]).to.deep.equal(['reapplying', true, before.finished_at]);
    expect(outcome(await start(uuid))).to.deep.equal(forbidden('reapplying', 'start'));
    expect(outcome(await reapply(uuid))).to.deep.equal(REAPPLY_LATER);
    gate.release();
    const after = await bench.finished(uuid);
    expect(after).to.include({ state: 'finished', error: null });
    expect(after.finished_at).to.not.equal(before.finished_at);
  });

  it('take no longer than the time limit, or the clean-up waits for their end as well', async () => {
    const uuid = await begin({ timeout: 1, cleanUpPeriod: 1 });
    await bench.startAndWait(uuid);
    const gate = hold({ method: 'PATCH' });
    const posted = bench.post(data);
    await gate.arrived;
    const late = Date.now() + 1000;
    await eventually(
      () =>
        bench.ironic.requestsMatching({ route: 'GET /v1/nodes' }).filter(({ time }) => time > late).length,
      (cleanUps) => cleanUps > 1,
      'two clean-ups after the time limit',
    );
    gate.release();
    expect((await posted).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  }).timeout(10_000);

  it('leave every status whole and every node usable, whatever comes together', async () => {
    const uuid = await begin();
    const requests = [
      () => start(uuid),
      () => bench.start(uuid, '?manage_boot=0'),
      () => abort(uuid),
      () => bench.post(data),
      () => bench.post({ ...data, error: 'broken' }),
      () => reapply(uuid),
      () => reapply(uuid, data),
    ];
    const client = async (number: number) => {
      for (let round = 0; round < 12; round++) {
        const answer = await requests[(number * 3 + round) % requests.length]?.();
        expect(answer?.status, JSON.stringify(answer)).to.be.below(500);
        const { status, body } = await bench.request('GET', `/v1/introspection/${uuid}`);
        if (status === 200) assertWhole(body as unknown as Status);
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, number) => client(number)));
    await bench.until(uuid, ({ state }) => ['waiting', 'finished', 'error'].includes(state));
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });
});

/** A status whose parts belong together, as nobody may see half of a change. */
function assertWhole(status: Status): void {
  const { state, finished, error } = status;
  const over = state === 'finished' || state === 'error';
  const text = JSON.stringify(status);
  expect(finished, text).to.equal(over || state === 'reapplying');
  expect(status.finished_at !== null, text).to.equal(finished);
  if (state !== 'reapplying') expect(error !== null, text).to.equal(state === 'error');
  if (over) expect(String(status.finished_at) >= status.started_at, text).to.equal(true);
}
