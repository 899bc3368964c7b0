import { expect } from 'chai';
import { ScriptedIronic } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

describe('connections to Ironic', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  it('are used again', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, { body: { uuid: NODE } });
    const client = ironic.client();

    for (let call = 0; call < 20; call += 1) await client.getNode(NODE);

    expect(new Set(ironic.seen.map(({ from }) => from)).size).to.be.at.most(2);
  });

  it('are never more than configured; further calls wait their turn', async () => {
    let open = 0;
    let most = 0;
    ironic.on(`GET /v1/nodes/${NODE}`, (response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.end(JSON.stringify({ uuid: NODE }));
      });
    });
    const client = ironic.client({ maxParallelRequests: 3 });

    const answers = await Promise.all(Array.from({ length: 40 }, () => client.getNode(NODE)));

    expect(answers).to.have.length(40);
    expect(most).to.be.within(2, 3);
    expect(new Set(ironic.seen.map(({ from }) => from)).size).to.equal(3);
  });

  it('give a call that waited for its turn its full time', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, (response) => {
      setTimeout(() => response.end(JSON.stringify({ uuid: NODE })), 100);
    });
    const client = ironic.client({ maxParallelRequests: 1, timeout: 0.5 });

    const answers = await Promise.all(Array.from({ length: 8 }, () => client.getNode(NODE)));

    expect(answers).to.have.length(8);
  });
});
