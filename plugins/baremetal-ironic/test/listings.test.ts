import { expect } from 'chai';
import { fault, ScriptedIronic } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const first = 'GET /v1/nodes?fields=uuid';
const page = (marker: string) => `GET /v1/nodes?fields=uuid&limit=2&marker=${marker}`;
const nodes = (...uuids: string[]) => uuids.map((uuid) => ({ uuid }));

describe('long listings', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  const next = (marker: string) => `${ironic.url}/v1/nodes?limit=2&fields=uuid&marker=${marker}`;

  it('are read to the last page', async () => {
    ironic.on(first, { body: { nodes: nodes('a', 'b'), next: next('b') } });
    ironic.on(page('b'), { body: { nodes: nodes('c', 'd'), next: next('d') } });
    ironic.on(page('d'), { body: { nodes: nodes('e') } });

    expect(await ironic.client().listNodes(['uuid'])).to.deep.equal(nodes('a', 'b', 'c', 'd', 'e'));
  });

  it('end with a null link, too', async () => {
    ironic.on(first, { body: { nodes: nodes('a'), next: null } });

    expect(await ironic.client().listNodes(['uuid'])).to.deep.equal(nodes('a'));
  });

  it('are not answered in part when a later page fails', async () => {
    ironic.on(first, { body: { nodes: nodes('a', 'b'), next: next('b') } });
    ironic.on(page('b'), fault(500, 'out of order'));

    const error = await failureOf(ironic.client().listNodes(['uuid']));

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
  });

  it('are not answered in part when a later page is not there', async () => {
    ironic.on(first, { body: { nodes: nodes('a', 'b'), next: next('b') } });
    ironic.on(page('b'), { headers: { 'content-type': 'text/html' }, body: '<html>' });

    const error = await failureOf(ironic.client().listNodes(['uuid']));

    expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
  });

  it('stay with the address configured when links name another one', async () => {
    ironic.on(first, {
      body: { nodes: nodes('a', 'b'), next: 'http://internal.invalid/x/nodes?limit=2&marker=b' },
    });
    ironic.on(page('b'), { body: { nodes: nodes('c') } });

    expect(await ironic.client().listNodes(['uuid'])).to.deep.equal(nodes('a', 'b', 'c'));
  });

  it('are given up when the links go round in a circle', async () => {
    ironic.on(first, { body: { nodes: nodes('a', 'b'), next: next('b') } });
    ironic.on(page('b'), { body: { nodes: nodes('a', 'b'), next: next('b') } });

    const error = await failureOf(ironic.client().listNodes(['uuid']));

    expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    expect(error.message).to.include('never end');
  });

  it('are given up when they have more entries than any service', async function () {
    this.timeout(60_000);
    const many = Array.from({ length: 200_000 }, () => nodes('x')[0]);
    ironic.on(first, { body: { nodes: many, next: next('0') } });
    for (let number = 0; number < 6; number++) {
      ironic.on(page(String(number)), { body: { nodes: many, next: next(String(number + 1)) } });
    }
    const error = await failureOf(ironic.client().listNodes(['uuid']));

    expect(error.message).to.include('never end');
  });

  describe('asked for again and again', () => {
    const ports = 'GET /v1/ports?fields=address%2Cextra';
    const second = 'GET /v1/ports?fields=address%2Cextra&marker=b';
    const more = () => `${ironic.url}/v1/ports?marker=b`;
    const port = (address: string) => ({ address, extra: {} });

    it('show every change, on whichever page it is', async () => {
      const client = ironic.client();
      const addresses = async () => (await client.listPorts()).map(({ address }) => address);
      ironic.on(ports, { body: { ports: [port('a'), port('b')], next: more() } });
      ironic.on(second, { body: { ports: [port('c')] } });
      expect(await addresses()).to.deep.equal(['a', 'b', 'c']);
      expect(await addresses()).to.deep.equal(['a', 'b', 'c']);
      ironic.on(second, { body: { ports: [port('d')] } });
      expect(await addresses()).to.deep.equal(['a', 'b', 'd']);
      ironic.on(ports, { body: { ports: [port('e'), port('b')], next: more() } });
      expect(await addresses()).to.deep.equal(['e', 'b', 'd']);
      ironic.on(ports, { body: { ports: [port('e')] } });
      expect(await addresses()).to.deep.equal(['e']);
    });

    it('fail when they fail, however well the page before is known', async () => {
      const client = ironic.client();
      ironic.on(ports, { body: { ports: [port('a')] } });
      await client.listPorts();
      ironic.on(ports, { body: '{' });
      expect((await failureOf(client.listPorts())).code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    });
  });
});
