import { expect } from 'chai';
import { InspectorError, type ErrorCodeName } from '@inspector/plugin-api';
import { withApi } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('POST /v1/introspection/{node}', () => {
  const api = withApi();
  const start = (query = '', body?: string) =>
    api().call('POST', `/v1/introspection/${NODE}${query}`, body === undefined ? {} : { body });

  it('starts with managed boot unless told otherwise', async () => {
    const answer = await start();
    expect(answer).to.include({ status: 202, text: '{}\n' });
    expect(answer.headers.get('Content-Type')).to.equal('application/json');
    expect(api().conductor.asked).to.deep.equal([{ operation: 'introspect', node: NODE, manageBoot: true }]);
  });

  const yes = ['1', 't', 'true', 'on', 'y', 'yes', 'True', 'YES', '%20true%20'];
  const no = ['0', 'f', 'false', 'off', 'n', 'no', 'False', 'NO', '%20off'];
  for (const [words, manageBoot] of [
    [yes, true],
    [no, false],
  ] as const) {
    for (const word of words) {
      it(`reads manage_boot=${word} as ${manageBoot}`, async () => {
        expect(await start(`?manage_boot=${word}`)).to.include({ status: 202 });
        expect(api().conductor.asked[0]).to.include({ manageBoot });
      });
    }
  }

  for (const [word, shown] of [
    ['', ''],
    ['2', '2'],
    ['ja', 'ja'],
    ['%20maybe', ' maybe'],
    ['null', 'null'],
  ]) {
    it(`refuses manage_boot=${word}`, async () => {
      expect(await start(`?manage_boot=${word}`)).to.include({
        status: 400,
        message: `Invalid boolean value for manage_boot: ${shown}`,
      });
      expect(api().conductor.asked).to.deep.equal([]);
    });
  }

  it('ignores whatever is in the body', async () => {
    for (const body of [`{"uuid":"${NODE}"}`, '{"manage_boot":false}', 'nonsense', '[]', '\u0000']) {
      expect(await start('', body)).to.include({ status: 202 });
    }
    expect(api().conductor.asked.every(({ manageBoot }) => manageBoot)).to.equal(true);
  });

  it('passes UUIDs on in canonical spelling and names as they are', async () => {
    await api().call('POST', `/v1/introspection/${NODE.toUpperCase()}`);
    await api().call('POST', '/v1/introspection/Node%2B1');
    expect(api().conductor.asked.map(({ node }) => node)).to.deep.equal([NODE, 'Node+1']);
  });

  const failures: [ErrorCodeName, number, string][] = [
    ['INSP_NODE_NOT_FOUND', 404, `Node ${NODE} was not found in Ironic`],
    ['INSP_CANNOT_MANAGE_BOOT', 400, 'Managed boot is requested, but …'],
    ['INSP_INVALID_PROVISION_STATE', 400, 'Invalid provision state for introspection: "active", …'],
    ['INSP_POWER_VALIDATION', 400, 'Failed validation of power interface: no address'],
    [
      'INSP_INVALID_EVENT',
      400,
      "Can not transition from state 'processing' on event 'start' (no defined transition)",
    ],
    ['INSP_BAREMETAL_UNREACHABLE', 500, 'no connection'],
    ['INSP_BAREMETAL_REJECTED', 500, 'the service said no'],
  ];
  for (const [code, status, message] of failures) {
    it(`answers ${status} for ${code} of the conductor`, async () => {
      api().conductor.failure = new InspectorError(code, message);
      expect(await start()).to.include({ status, message });
    });
  }
});

describe('POST /v1/introspection/{node}/abort', () => {
  const api = withApi();
  const abort = (node: string) => api().call('POST', `/v1/introspection/${node}/abort`);

  it('asks the conductor', async () => {
    expect(await abort(NODE.replaceAll('-', ''))).to.include({ status: 202, text: '{}\n' });
    expect(await abort('node-1')).to.include({ status: 202 });
    expect(api().conductor.asked).to.deep.equal([
      { operation: 'abort', node: NODE },
      { operation: 'abort', node: 'node-1' },
    ]);
  });

  for (const [code, status] of [
    ['INSP_NODE_NOT_FOUND', 404],
    ['INSP_NODE_NOT_CACHED', 404],
    ['INSP_NODE_LOCKED', 409],
    ['INSP_INVALID_EVENT', 400],
  ] as const) {
    it(`answers ${status} for ${code}`, async () => {
      api().conductor.failure = new InspectorError(code, 'why');
      expect(await abort(NODE)).to.include({ status, message: 'why' });
    });
  }
});
