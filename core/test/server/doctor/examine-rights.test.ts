import { InspectorError, type BareMetal, type RefusedRight } from '@inspector/plugin-api';
import { memoryBareMetal } from '@inspector/test-kit';
import { createMemoryIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { examineRights } from '../../../src/server/doctor/examine-rights.js';

const rejected = (httpStatus: number): InspectorError =>
  new InspectorError('INSP_BAREMETAL_REJECTED', 'Client Error', { cause: { httpStatus, fault: 'no' } });

describe('the look of the doctor at rights in the bare metal service', () => {
  const baremetal = (changes: Partial<BareMetal> = {}, nodes = 1): BareMetal => {
    const ironic = createMemoryIronic();
    for (let count = 0; count < nodes; count++) ironic.fleet.addNode({});
    return { ...memoryBareMetal(ironic), ...changes };
  };
  const refuses = (...rights: readonly RefusedRight['right'][]): Partial<BareMetal> => ({
    refusedRights: () => Promise.resolve(rights.map((right) => ({ right, fault: `${right} denied` }))),
  });
  const look = (
    changes: Partial<BareMetal>,
    { canManageBoot = true, addPorts = 'pxe' as 'pxe' | 'disabled', nodes = 1 } = {},
  ) => examineRights(baremetal(changes, nodes), { canManageBoot, processing: { addPorts } });

  it('names all that is missing, and why', async () => {
    expect(await look(refuses('change', 'power', 'ports'))).to.deep.equal({
      verdict: 'fault',
      text: 'the user of the service may not change nodes, nor set the power of nodes, nor create ports: change denied',
    });
    const lists = {
      listNodes: () => Promise.reject(rejected(403)),
      findPorts: () => Promise.reject(rejected(401)),
    };
    expect(await look(lists)).to.deep.equal({
      verdict: 'fault',
      text: 'the user of the service may not list nodes, nor list ports: Client Error',
    });
  });

  it('misses no right to the power of nodes where the service leaves boot alone', async () => {
    expect(await look(refuses('power'), { canManageBoot: false })).to.deep.equal({
      verdict: 'ok',
      text: 'nodes and ports may be listed, nodes changed, ports created',
    });
  });

  it('misses no right to create ports where none are created', async () => {
    expect(await look(refuses('ports'), { addPorts: 'disabled' })).to.deep.equal({
      verdict: 'ok',
      text: 'nodes and ports may be listed, nodes changed, their power set',
    });
  });

  it('says what it could not ask', async () => {
    const text = 'nodes and ports may be listed; whether nodes may be changed shows only when they are';
    expect(await look(refuses('change'), { nodes: 0 })).to.deep.equal({ verdict: 'ok', text });
    const failed = await look({ refusedRights: () => Promise.reject(rejected(500)) });
    expect(failed).to.deep.equal({
      verdict: 'notice',
      text: 'nodes and ports may be listed; whether nodes may be changed was not found out: Client Error',
    });
    const unknown = await look({});
    expect(unknown.text).to.equal(
      'nodes and ports may be listed; whether nodes may be changed shows only when they are',
    );
  });
});
