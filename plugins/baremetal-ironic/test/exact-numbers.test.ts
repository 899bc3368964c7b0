import { expect } from 'chai';
import type { Json } from '@inspector/plugin-api';
import { ScriptedIronic } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const BIG = 18446744073709551616n;

describe('numbers to and from Ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  it('are read with every digit', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, { body: `{"uuid": "${NODE}", "extra": {"id": ${String(BIG)}}}` });
    const { extra } = await ironic.client().getNode(NODE);
    expect(extra).to.deep.equal({ id: BIG });
  });

  it('are written with every digit', async () => {
    const value: Json = [BIG, -BIG, 5, 0.5, { size: BIG }];
    const answer = { body: { uuid: NODE } };
    ironic.on(`PATCH /v1/nodes/${NODE}`, answer);
    ironic.on('POST /v1/nodes', answer);
    await ironic.client().patchNode(NODE, [{ op: 'add', path: '/extra/x', value }]);
    await ironic.client().createNode({ driver: 'd', extra: { x: BIG } });
    expect(ironic.seen.map(({ text }) => text).filter((text) => text !== '')).to.deep.equal([
      `[{"op":"add","path":"/extra/x","value":[${BIG},-${BIG},5,0.5,{"size":${BIG}}]}]`,
      `{"driver":"d","extra":{"x":${BIG}}}`,
    ]);
  });
});
