import { expect } from 'chai';
import type { FoundNode, JsonObject } from '@inspector/plugin-api';
import { createContext, createWorld, NODE_UUID, nodeNotFoundSuite, packageSuite } from '@inspector/test-kit';
import knownSerial from '../src/index.js';

const machine = (serial_number: JsonObject[string]): JsonObject => ({
  inventory: { system_vendor: { serial_number } },
});
packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
nodeNotFoundSuite({
  describe,
  it,
  definition: knownSerial,
  run: { data: machine('BX-7'), node: { extra: { serial: 'BX-7' } } },
  unknown: machine('BX-8'),
});

const find = async (
  extra: JsonObject,
  data: JsonObject,
  options: JsonObject = {},
): Promise<FoundNode | undefined> => {
  const { baremetal } = createWorld({ node: { extra } });
  const hook = await knownSerial.setup(createContext(knownSerial, { options, baremetal }));
  return hook.nodeNotFound(data);
};

describe('known_serial', () => {
  it('finds the node with the serial number of the machine', async () => {
    expect(await find({ serial: 'BX-7' }, machine('BX-7'))).to.deep.equal({ uuid: NODE_UUID });
  });

  it('looks at the configured member of extra', async () => {
    const options = { field: 'asset' };
    expect(await find({ asset: 'BX-7' }, machine('BX-7'), options)).to.deep.equal({ uuid: NODE_UUID });
    expect(await find({ serial: 'BX-7' }, machine('BX-7'), options)).to.equal(undefined);
  });

  it('finds nothing for another machine or one that does not tell', async () => {
    for (const data of [machine('BX-8'), machine(null), machine(''), {}]) {
      expect(await find({ serial: 'BX-7' }, data)).to.equal(undefined);
    }
  });

  it('refuses when several nodes have the serial number', async () => {
    const { baremetal } = createWorld({ node: { extra: { serial: 'BX-7' } } });
    const nodes = await baremetal.listNodes(['uuid', 'extra']);
    const doubled = { ...baremetal, listNodes: async () => [...nodes, ...nodes] };
    const hook = await knownSerial.setup(createContext(knownSerial, { baremetal: doubled }));
    const failure = await Promise.resolve(hook.nodeNotFound(machine('BX-7'))).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ code: 'INSP_LOOKUP_FAILED' });
  });
});
