import { expect } from 'chai';
import type { Diagnosis } from '@inspector/client';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, eventually, payload } from './harness.js';

const UNKNOWN = '9d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
/** MAC of the first card of the payload. */
const POSTED = '52:54:00:4e:3d:30';

describe('why a node stands where it does', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());

  async function why(machine: string): Promise<Diagnosis> {
    const { status, body } = await bench.request('GET', `/v1/introspection/${machine}/diagnosis`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as unknown as Diagnosis;
  }
  const codes = ({ findings }: Diagnosis): string[] => findings.map(({ code }) => code);

  it('names the wrong MAC address of a port, by the node, its name, and the MAC that was posted', async () => {
    const { uuid } = bench.ironic.addNode({ name: 'rack-7', power_state: 'power on', driver_info: {} });
    bench.ironic.addPort({ node_uuid: uuid, address: '52:54:00:4e:3d:31' });
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(400);
    const found = await eventually(
      () => why('rack-7'),
      ({ findings: [first] }) => first?.code === 'WHY_WRONG_MAC',
      'the diagnosis',
    );
    expect(found).to.deep.include({ node: { uuid, name: 'rack-7' }, state: 'waiting', mac: null });
    expect(found.findings[0]).to.include({ certainty: 'likely' });
    expect(found.findings[0]?.evidence).to.contain(POSTED).and.to.contain('52:54:00:4e:3d:31');
    expect(found.last_contact).to.include({ outcome: 'refused', address: '127.0.0.1' });
    expect(codes(await why(uuid))[0]).to.equal('WHY_WRONG_MAC');
    const posted = await why(POSTED);
    expect(posted).to.include({ node: null, mac: POSTED });
    expect(codes(posted)).to.include.members(['WHY_POST_REFUSED', 'WHY_UNKNOWN']);
    expect((await why('52:54:00:4e:3d:31')).node?.uuid).to.equal(uuid);
  });

  it('answers about nodes and machines that nobody knows', async () => {
    for (const nobody of [UNKNOWN, 'rack-9', '52:54:00:00:00:99', 'no%20name', 'ö']) {
      const found = await why(nobody);
      expect(found, nobody).to.include({ node: null, state: null });
      expect(found.findings[0], nobody).to.include({ code: 'WHY_UNKNOWN', certainty: 'sure' });
    }
  });

  it('says what it knows while Ironic is away, and that Ironic could not be asked', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    bench.ironic.fail({ match: {}, status: 'drop' });
    const found = await why(node.uuid);
    expect(found.state).to.equal('waiting');
    expect(codes(found)).to.include('WHY_BAREMETAL_UNSEEN');
    expect(found.looked_at.find(({ source }) => source === 'bare metal service')?.unknown).to.be.a('string');
    expect((await why(UNKNOWN)).findings[0]).to.include({ code: 'WHY_UNKNOWN', certainty: 'possible' });
  });

  it('waits for an Ironic that hangs no longer than two seconds', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const gate = bench.ironic.fail({ match: { route: 'GET /v1/nodes/{}' }, status: 'held' });
    const found = await why(node.uuid);
    const unseen = found.findings.find(({ code }) => code === 'WHY_BAREMETAL_UNSEEN');
    expect(unseen?.evidence).to.match(/gave no answer within 1\.5 s/);
    gate.release();
  });

  it('follows a node from its start to its end', async () => {
    const node = bench.enroll(data, { power_state: 'power off', name: 'rack-1' });
    expect(codes(await why(node.uuid))[0]).to.equal('WHY_NEVER_STARTED');
    await bench.startAndWait(node.uuid);
    const waiting = await why(node.uuid);
    expect(waiting.findings[0]).to.include({ code: 'WHY_BOOTING', certainty: 'likely' });
    expect(waiting.ends_at).to.be.a('string');
    await bench.post(data);
    await bench.finished(node.uuid);
    const over = await why(node.uuid);
    expect(over).to.include({ state: 'finished', ends_at: null });
    expect(codes(over)).to.include('WHY_FINISHED');
    expect(over.last_contact).to.include({ outcome: 'processed' });
  });

  it('tells an abort with who did it from other ends, and a hook that refused the data from one that did not', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    await bench.finished(node.uuid);
    expect((await why(node.uuid)).findings[0]).to.include({ code: 'WHY_ABORTED', certainty: 'sure' });
    await bench.startAndWait(node.uuid);
    await bench.post({ ...data, error: 'Canceled by operator' });
    await bench.finished(node.uuid);
    const [first] = (await why(node.uuid)).findings;
    expect(first).to.include({ code: 'WHY_RAMDISK_ERROR', certainty: 'sure' });
    expect(first?.evidence).to.contain('Ramdisk reported error: Canceled by operator');
  });

  it('names the rule that failed an introspection, whatever the text of the rule says', async () => {
    const rule = {
      description: 'no cheats',
      conditions: [],
      actions: [{ action: 'fail', message: 'Introspection timeout' }],
    };
    const created = await bench.request('POST', '/v1/rules', rule);
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    const [first] = (await why(node.uuid)).findings;
    expect(first).to.include({ code: 'WHY_RULE_FAILED', certainty: 'sure' });
    expect(first?.evidence).to.contain(String(created.body['uuid'])).and.to.contain('no cheats');
  });
});
