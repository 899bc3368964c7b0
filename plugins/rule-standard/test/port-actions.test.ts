import { expect } from 'chai';
import { InspectorError, type ActionDefinition } from '@inspector/plugin-api';
import delPortAttribute from '../src/actions/del-port-attribute.js';
import extendPortAttribute from '../src/actions/extend-port-attribute.js';
import setPortAttribute from '../src/actions/set-port-attribute.js';
import { apply, nodeDouble, problem, type Request } from './node-double.js';

const MAC = '52:54:00:aa:bb:01';
const PORT = {
  uuid: 'f7b1d2c4-0000-4000-8000-00000000000A',
  address: MAC,
  extra: { tags: ['a'], text: 'x' },
};

async function requestsOf(definition: ActionDefinition, params: object): Promise<readonly Request[]> {
  return (await apply(definition, { port_id: MAC, ...params }, nodeDouble({}, [PORT]))).requests;
}

describe('actions on ports', () => {
  for (const port_id of [MAC, MAC.toUpperCase(), '52-54-00-AA-BB-01', PORT.uuid, PORT.uuid.toLowerCase()]) {
    it(`find the port ${port_id}`, async () => {
      expect(
        await requestsOf(setPortAttribute, { port_id, path: '/pxe_enabled', value: false }),
      ).to.deep.equal([['patchPort', MAC, [{ op: 'add', path: '/pxe_enabled', value: false }]]]);
    });
  }

  for (const definition of [setPortAttribute, extendPortAttribute, delPortAttribute]) {
    it(`${definition.id} fails for a port the node has not`, async () => {
      const error: unknown = await requestsOf(definition, { port_id: 'other', path: '/x', value: 1 }).catch(
        (reason: unknown) => reason,
      );
      expect(InspectorError.is(error) && [error.code, error.message]).to.deep.equal([
        'INSP_RULE_FAILED',
        'Node n1 has no port other',
      ]);
    });

    it(`${definition.id} wants texts for port_id and path and formats port_id`, async () => {
      expect(await problem(definition, { port_id: 5, path: '/x', value: 1 })).to.equal(
        'port_id must be a non-empty string',
      );
      expect(await problem(definition, { port_id: MAC, path: 5, value: 1 })).to.equal(
        'path must be a non-empty string',
      );
      expect(definition.formattedParams).to.include('port_id');
    });
  }

  it('set-port-attribute wants a value and takes null', async () => {
    expect(await problem(setPortAttribute, { port_id: MAC, path: '/x' })).to.equal(
      'missing required parameter(s): value',
    );
    expect(await problem(setPortAttribute, { port_id: MAC, path: '/x', value: null })).to.equal('none');
  });

  const lists: [path: string, params: object, operations: unknown[]][] = [
    ['/extra/tags', { value: 'b' }, [{ op: 'replace', path: '/extra/tags', value: ['a', 'b'] }]],
    ['/extra/new', { value: 'b' }, [{ op: 'add', path: '/extra/new', value: ['b'] }]],
    ['/extra/tags', { value: 'a' }, [{ op: 'replace', path: '/extra/tags', value: ['a', 'a'] }]],
  ];
  for (const [path, params, operations] of lists) {
    it(`extend-port-attribute with ${JSON.stringify(params)} changes ${path}`, async () => {
      expect(await requestsOf(extendPortAttribute, { path, ...params })).to.deep.equal([
        ['patchPort', MAC, operations],
      ]);
    });
  }

  it('extend-port-attribute asks for nothing where a unique value is there', async () => {
    expect(
      await requestsOf(extendPortAttribute, { path: '/extra/tags', value: 'a', unique: true }),
    ).to.deep.equal([]);
  });

  it('extend-port-attribute refuses to extend what is no list', async () => {
    const failed = await requestsOf(extendPortAttribute, { path: '/extra/text', value: 1 }).catch(String);
    expect(failed).to.include(`Cannot extend /extra/text of port ${MAC} (rule "r"): it is not a list`);
  });

  it('del-port-attribute removes what is there', async () => {
    expect(await requestsOf(delPortAttribute, { path: '/extra/tags' })).to.deep.equal([
      ['patchPort', MAC, [{ op: 'remove', path: '/extra/tags' }]],
    ]);
    expect(await requestsOf(delPortAttribute, { path: '/extra/none' })).to.deep.equal([]);
  });
});
