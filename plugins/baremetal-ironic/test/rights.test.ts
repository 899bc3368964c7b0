import { expect } from 'chai';
import { fault, ScriptedIronic } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const PATCH = `PATCH /v1/nodes/${NODE}`;
const POWER = `PUT /v1/nodes/${NODE}/states/power`;
const PORTS = 'POST /v1/ports';
const forbidden = fault(403, 'Access was denied to the following resource: baremetal:node');

describe('rights in Ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
    ironic.on(PATCH, fault(400, "Couldn't apply patch. Reason: can't remove a non-existent object"));
    ironic.on(POWER, fault(400, 'The requested action can not be performed'));
    ironic.on(PORTS, fault(400, 'Portgroup could not be found'));
  });
  afterEach(() => ironic.stop());
  const refused = () => ironic.client().refusedRights?.(NODE);

  it('are there where what is asked for is only impossible', async () => {
    expect(await refused()).to.deep.equal([]);
  });

  it('are there where a node is busy', async () => {
    ironic.on(PATCH, fault(409, 'Node can not be updated while it is in state active.'));
    expect(await refused()).to.deep.equal([]);
  });

  it('are there where Ironic is too old for a port in a group', async () => {
    ironic.on(PORTS, fault(406, 'Request not acceptable'));
    expect(await refused()).to.deep.equal([]);
  });

  for (const [right, request] of [
    ['change', PATCH],
    ['power', POWER],
    ['ports', PORTS],
  ] as const) {
    it(`are missed where Ironic refuses: ${right}`, async () => {
      ironic.on(request, forbidden);
      const found = await refused();
      expect(found?.map((one) => one.right)).to.deep.equal([right]);
      expect(found?.[0]?.fault).to.contain('Access was denied');
    });
  }

  it('are unknown where the answer tells nothing of them', async () => {
    ironic.on(POWER, fault(404, 'No conductor service registered which supports driver fake'));
    const error = await failureOf(ironic.client().refusedRights?.(NODE) ?? Promise.resolve());
    expect(error).to.include({ code: 'INSP_BAREMETAL_REJECTED' });
    expect(error.message).to.contain('No conductor service');
  });
});
