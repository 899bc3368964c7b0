import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload, type Answer } from './harness.js';

const message = ({ body }: Answer): string => String((body['error'] as JsonObject)['message']);
const set = (path: string, value: unknown): object => ({ action: 'set-attribute', path, value });

describe('values that Ironic refuses', () => {
  let bench: Bench;
  let data: JsonObject;
  before(async () => {
    data = await payload();
  });
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  const introspect = async (uuid: string, ...rules: object[]): Promise<Answer> => {
    for (const rule of rules) await bench.request('POST', '/v1/rules', { conditions: [], ...rule });
    await bench.startAndWait(uuid);
    return bench.post(data);
  };
  const credentials = { description: 'credentials', actions: [set('driver_info/ipmi_username', 'op')] };
  const node = (uuid: string): JsonObject => bench.ironic.node(uuid) as unknown as JsonObject;

  it('fail with 400 and the names of rule and action, and what earlier rules did is kept', async () => {
    const { uuid } = bench.enroll(data);
    const answer = await introspect(
      uuid,
      credentials,
      { description: 'name from the switch port', actions: [set('name', 'to compute 07 (rack 3)')] },
      { description: 'later', actions: [set('extra/later', 1)] },
    );
    expect(answer.status).to.equal(400);
    const words =
      /^Rule "name from the switch port": action set-attribute failed: the bare metal service refuses \/name = "to compute 07 \(rack 3\)": Client Error for url: \S+, .*name/;
    expect(message(answer)).to.match(words);
    const { state, error } = await bench.finished(uuid);
    expect(state).to.equal('error');
    expect(error).to.match(words).and.include(uuid);
    expect(node(uuid)['driver_info']).to.include({ ipmi_username: 'op' });
    expect(node(uuid)['extra']).to.deep.equal({});
  });

  const refused: readonly [string, object, RegExp][] = [
    ['an unknown driver', set('driver', 'no-such'), /refuses \/driver = "no-such": /],
    ['a path without parent', set('extra/a/b', 1), /refuses \/extra\/a\/b = 1: /],
    [
      'a trait',
      { action: 'add-trait', name: 'not a trait' },
      /^Rule "wrong": action add-trait failed: the bare metal service refuses name = "not a trait": /,
    ],
  ];
  for (const [what, action, words] of refused) {
    it(`are named: ${what}`, async () => {
      const { uuid } = bench.enroll(data);
      const answer = await introspect(uuid, credentials, { description: 'wrong', actions: [action] });
      expect(answer.status).to.equal(400);
      expect(message(answer)).to.match(words);
      expect(node(uuid)['driver_info']).to.include({ ipmi_username: 'op' });
    });
  }

  it('are not shown where they are secret', async () => {
    const { uuid } = bench.enroll(data);
    const answer = await introspect(uuid, {
      description: 'password',
      actions: [set('driver_info/bmc/password', 'hunter2')],
    });
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.include('/driver_info/bmc/password = <hidden>').and.not.include('hunter2');
  });

  it('fail at once where a name is taken', async () => {
    const { uuid } = bench.enroll(data);
    bench.ironic.addNode({ name: 'taken' });
    const answer = await introspect(uuid, { description: 'name', actions: [set('name', 'taken')] });
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.include('A node with name taken already exists.');
    // Together with the other changes, and alone.
    const patches = bench.ironic.requestsMatching({ method: 'PATCH', path: `/v1/nodes/${uuid}` });
    expect(patches.length).to.be.at.most(3);
  });
});
