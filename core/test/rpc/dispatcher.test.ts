import { expect } from 'chai';
import type { Conductor } from '../../src/conductor/types.js';
import { Dispatcher } from '../../src/rpc/dispatcher.js';
import { METHODS } from '../../src/rpc/methods.js';
import { OUTCOME, RPC_ERRORS } from '../../src/rpc/protocol.js';

describe('A call to a conductor', () => {
  let begun: string[];
  let dispatcher: Dispatcher;
  beforeEach(() => {
    begun = [];
    const methods = Object.keys(METHODS).map((name) => [
      name,
      async (node: string) => void begun.push(`${name} ${node}`),
    ]);
    dispatcher = new Dispatcher(Object.fromEntries(methods) as Conductor);
  });

  const send = async (id: string, method: string, params: readonly unknown[]): Promise<object> =>
    JSON.parse(await dispatcher.answer(JSON.stringify({ jsonrpc: '2.0', id, method, params }))) as object;
  const start = (id: string) => send(id, 'introspect', ['node', { manageBoot: true }]);
  const outcome = (id: string) => send('question', OUTCOME, [id]);

  it('is not begun after its caller was told that it had not arrived', async () => {
    expect(await outcome('late')).to.have.nested.property('error.code', RPC_ERRORS.unknownCall);
    expect(await start('late')).to.have.nested.property('error.code', RPC_ERRORS.notTaken);
    expect(await outcome('late')).to.have.nested.property('error.code', RPC_ERRORS.unknownCall);
    expect(begun).to.deep.equal([]);
    expect(await start('other')).to.have.property('result', null);
    expect(begun).to.deep.equal(['introspect node']);
  });

  it('has one outcome, however often it arrives and is asked about', async () => {
    await Promise.all([start('one'), start('one')]);
    expect(await outcome('one')).to.deep.equal({ jsonrpc: '2.0', id: 'question', result: null });
    expect(await start('one')).to.have.property('result', null);
    expect(begun).to.deep.equal(['introspect node']);
  });
});
