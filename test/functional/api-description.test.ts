import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import type { FakeNode } from '@inspector/simulator';
import { Bench, payload } from './harness.js';
import { differences, operationsOf, type ApiDescription } from './openapi-answers.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const SECRET_RULE = '1d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const UNKNOWN = '9d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const VERSION = 'X-OpenStack-Ironic-Inspector-API-Version';

interface Request {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

describe('the OpenAPI document of a running service', () => {
  let bench: Bench;
  let document: ApiDescription;
  let node: FakeNode;
  const seen = new Set<string>();
  const wrong: string[] = [];

  before(async () => {
    bench = await Bench.start({ inventory: { backend: 'database' } });
    document = (await (await fetch(`${bench.url}/openapi.json`)).json()) as ApiDescription;
  });
  after(() => bench.close());

  /** Sends a request for an operation of the document and holds the answer against it. */
  async function ask(
    operation: string,
    target: string,
    status: number,
    request: Request = {},
  ): Promise<void> {
    const [method = ''] = operation.split(' ');
    const { body, headers = {} } = request;
    const response = await fetch(bench.url + target, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.status, `${method} ${target}: ${text}`).to.equal(status);
    seen.add(operation);
    wrong.push(
      ...differences(document, operation, { status, type: response.headers.get('content-type'), text }),
    );
  }

  async function askSession(): Promise<void> {
    await ask('GET /v1/session', '/v1/session', 200);
    await ask('POST /v1/session', '/v1/session', 400, { body: '{}' });
    await ask('DELETE /v1/session', '/v1/session', 204);
  }

  async function describeRules(): Promise<void> {
    const conditions = [
      { field: 'inventory.cpu.count', op: 'ge', value: 1 },
      { field: 'data://nothing', op: 'is-empty', invert: true, multiple: 'all' },
    ];
    const actions = [
      { action: 'set-capability', name: 'size', value: 'big' },
      { action: 'set-attribute', path: '/extra/x', value: '{data[inventory][cpu][count]}' },
      { action: 'add-trait', name: 'CUSTOM_X' },
      { action: 'set-attribute', path: '/driver_info/ipmi_password', value: 'geheim' },
    ];
    const rule = { uuid: RULE, description: 'x', scope: 'all', conditions, actions, priority: 2 };
    const secret = { uuid: SECRET_RULE, conditions: [], actions, sensitive: true };
    await ask('POST /v1/rules', '/v1/rules', 201, { body: rule });
    await ask('POST /v1/rules', '/v1/rules', 409, { body: rule });
    await ask('POST /v1/rules', '/v1/rules', 400, { body: { actions: [] } });
    await ask('POST /v1/rules', '/v1/rules', 200, { body: { actions }, headers: { [VERSION]: '1.5' } });
    await ask('POST /v1/rules/import', '/v1/rules/import', 201, { body: [secret] });
    await ask('POST /v1/rules/import', '/v1/rules/import', 409, { body: [secret] });
    await ask('POST /v1/rules/import', '/v1/rules/import?replace=x', 400, { body: [secret] });
    await ask('GET /v1/rules', '/v1/rules', 200);
    for (const uuid of [RULE, SECRET_RULE]) await ask('GET /v1/rules/{uuid}', `/v1/rules/${uuid}`, 200);
    await ask('GET /v1/rules/{uuid}', `/v1/rules/${UNKNOWN}`, 404);
  }

  async function introspect(): Promise<void> {
    const data = await payload();
    node = bench.enroll(data, { properties: { inspection_scope: 'other' } });
    const one = `/v1/introspection/${node.uuid}`;
    await ask('POST /v1/introspection/{node}', `/v1/introspection/${UNKNOWN}`, 404);
    await ask('POST /v1/introspection/{node}', `${one}?manage_boot=x`, 400);
    await ask('POST /v1/introspection/{node}', one, 202);
    await bench.until(node.uuid, ({ state }) => state === 'waiting');
    await ask('GET /v1/introspection/{node}', one, 200);
    const why = 'GET /v1/introspection/{node}/diagnosis';
    for (const machine of [node.uuid, UNKNOWN, '52:54:00:4e:3d:30'])
      await ask(why, `/v1/introspection/${machine}/diagnosis`, 200);
    await ask('GET /v1/introspection/{node}/results', `${one}/results`, 200);
    await ask('GET /v1/introspection/{node}/data', `${one}/data`, 404);
    await ask('POST /v1/continue', '/v1/continue', 400, { body: '[]' });
    const gate = bench.ironic.fail({ match: { route: 'GET /v1/nodes/{}' }, status: 'held', times: 1 });
    const continued = ask('POST /v1/continue', '/v1/continue', 200, { body: data });
    await gate.arrived;
    await ask('POST /v1/introspection/{node}', one, 409);
    gate.release();
    await continued;
    await bench.finished(node.uuid);
    await ask('GET /v1/introspection/{node}', one, 200);
    await ask('GET /v1/introspection/{node}/results', `${one}/results`, 200);
    await ask('GET /v1/introspection/{node}/results', `/v1/introspection/${UNKNOWN}/results`, 404);
    await ask('GET /v1/introspection/{node}/data', `${one}/data`, 200);
    await ask('GET /v1/introspection/{node}/data/unprocessed', `${one}/data/unprocessed`, 200);
    await ask('GET /v1/introspection', '/v1/introspection', 200);
    await ask('GET /v1/introspection', '/v1/introspection?limit=x', 400);
    await ask('GET /v1/introspection', `/v1/introspection?marker=${UNKNOWN}`, 404);
  }

  async function workOnTheResult(): Promise<void> {
    const one = `/v1/introspection/${node.uuid}`;
    const explain = 'POST /v1/rules/explain';
    await ask(explain, '/v1/rules/explain', 200, { body: { node: node.uuid } });
    await ask(explain, '/v1/rules/explain', 200, { body: { node: node.uuid, rule: SECRET_RULE } });
    await ask(explain, '/v1/rules/explain', 404, { body: { node: node.uuid, rule: UNKNOWN } });
    await ask(explain, '/v1/rules/explain', 400, { body: {} });
    const reapply = 'POST /v1/introspection/{node}/data/unprocessed';
    await ask(reapply, `${one}/data/unprocessed`, 400, { body: '[]' });
    const { disks: _, ...inventory } = (await payload())['inventory'] as JsonObject;
    await ask(reapply, `${one}/data/unprocessed`, 202, {
      body: { inventory: { ...inventory, bmc_mac: '52:54:00:00:00:99' } },
    });
    await bench.finished(node.uuid);
    await ask(reapply, `${one}/data/unprocessed`, 202, { body: await payload() });
    await bench.finished(node.uuid);
    await askHistory(one);
    await ask('POST /v1/introspection/{node}/abort', `${one}/abort`, 202);
    await ask('POST /v1/introspection/{node}/abort', `/v1/introspection/${UNKNOWN}/abort`, 404);
    await ask('DELETE /v1/rules/{uuid}', `/v1/rules/${RULE}`, 204);
    await ask('DELETE /v1/rules/{uuid}', `/v1/rules/${RULE}`, 404);
    await ask('DELETE /v1/rules', '/v1/rules', 204);
    await ask(explain, '/v1/rules/explain', 200, { body: { node: node.uuid } });
  }

  async function askHistory(one: string): Promise<void> {
    const [list, get] = [
      'GET /v1/introspection/{node}/history',
      'GET /v1/introspection/{node}/history/{number}',
    ];
    const diff = 'GET /v1/introspection/{node}/diff';
    await ask(list, `${one}/history`, 200);
    await ask(list, `${one}/history?limit=1&marker=2`, 200);
    await ask(list, `${one}/history?marker=0`, 400);
    await ask(list, '/v1/introspection/nobody/history', 404);
    await ask(get, `${one}/history/1`, 200);
    await ask(get, `${one}/history/latest`, 200);
    await ask(get, `${one}/history/99`, 404);
    await ask(get, `${one}/history/x`, 400);
    const [set, clear, check] = [
      'PUT /v1/baselines',
      'DELETE /v1/baselines',
      'GET /v1/introspection/{node}/baseline',
    ];
    await ask(check, `${one}/baseline`, 404);
    await ask(set, '/v1/baselines', 200, { body: { node: node.uuid } });
    await ask(set, '/v1/baselines', 200, { body: { node: node.uuid, number: 1, class: 'gold' } });
    await ask(set, '/v1/baselines', 404, { body: { node: node.uuid, number: 99 } });
    await ask(set, '/v1/baselines', 400, { body: {} });
    await ask('GET /v1/baselines', '/v1/baselines', 200);
    await ask(check, `${one}/baseline`, 200);
    await ask(clear, '/v1/baselines?class=gold', 204);
    await ask(clear, '/v1/baselines?class=gold', 404);
    await ask(clear, '/v1/baselines', 400);
    await ask('GET /v1/nodes', '/v1/nodes', 200);
    await ask('GET /v1/nodes', '/v1/nodes?limit=-1', 400);
    await ask(diff, `${one}/diff`, 200);
    await ask(diff, `${one}/diff?from=2&to=1`, 200);
    await ask(diff, `${one}/diff?from=99`, 404);
    await ask(diff, `${one}/diff?to=-1`, 400);
  }

  async function fail(): Promise<void> {
    const down = bench.ironic.fail({ match: {}, status: 500 });
    await ask('POST /v1/introspection/{node}', '/v1/introspection/rack-7', 500);
    await ask('GET /v1/introspection/{node}', '/v1/introspection/rack-7', 500);
    await ask('POST /v1/introspection/{node}/abort', '/v1/introspection/rack-7/abort', 500);
    await ask('GET /v1/introspection/{node}/data', '/v1/introspection/rack-7/data', 500);
    down.clear();
    await bench.startAndWait(node.uuid);
    bench.ironic.removeNode(node.uuid);
    await ask('POST /v1/continue', '/v1/continue', 404, { body: await payload() });
  }

  async function keepAnInventory(): Promise<void> {
    const [get, put] = ['GET /v1/inventory', 'PUT /v1/inventory'];
    const [history, restore] = ['GET /v1/inventory/history', 'POST /v1/inventory/restore'];
    await ask(get, '/v1/inventory', 200);
    const inventory = { _meta: { hostvars: { a: { ipmi_password: 'geheim' } } }, g: { hosts: ['a'] } };
    await ask(put, '/v1/inventory', 200, { body: { inventory, expected: null, reason: 'new rack' } });
    await ask(put, '/v1/inventory', 409, { body: { inventory, expected: 'another' } });
    await ask(put, '/v1/inventory', 400, { body: { inventory } });
    await ask(get, '/v1/inventory', 200);
    await ask(get, '/v1/inventory?revision=another', 404);
    await ask(history, '/v1/inventory/history?limit=1', 200);
    await ask(history, '/v1/inventory/history?limit=x', 400);
    const { revisions } = (await (await fetch(`${bench.url}/v1/inventory/history`)).json()) as {
      revisions: { revision: string }[];
    };
    await ask(restore, '/v1/inventory/restore', 200, { body: { revision: revisions[0]?.revision } });
    await ask(restore, '/v1/inventory/restore', 404, { body: { revision: 'another' } });
    await ask(restore, '/v1/inventory/restore', 400, { body: {} });
    const generate = 'POST /v1/inventory/generate';
    await ask(generate, '/v1/inventory/generate', 200);
    await ask(generate, '/v1/inventory/generate', 409, { body: { expected: 'another', rename: true } });
    await ask(generate, '/v1/inventory/generate', 400, { body: { rename: 'yes' } });
  }

  async function lookAtTheService(): Promise<void> {
    await ask('GET /', '/', 200);
    await ask('GET /', '/', 406, { headers: { [VERSION]: '9.9' } });
    await ask('GET /', '/', 400, { headers: { [VERSION]: 'x' } });
    await ask('GET /{version}', '/v1', 200);
    await ask('GET /{version}', '/v2', 404);
    await ask('GET /v1/plugins', '/v1/plugins', 200);
    await ask('GET /v1/pxe-filter', '/v1/pxe-filter', 200);
    await ask('GET /v1/pxe-filter', '/v1/pxe-filter?mac=52:54:00:12:34:56', 200);
    await ask('GET /v1/pxe-filter', '/v1/pxe-filter?mac=x', 400);
    await ask('POST /v1/continue', '/v1/continue', 400, { body: { inventory: {} } });
    await ask('GET /v1/cluster', '/v1/cluster', 200);
    await ask('GET /v1/events', '/v1/events', 200);
    await ask('GET /v1/events', '/v1/events?after=0&limit=3', 200);
    await ask('GET /v1/events', '/v1/events?after=99999999', 200);
    await ask('GET /v1/events', '/v1/events?after=x', 400);
    await ask('GET /v1/events', '/v1/events?node=nobody', 404);
    await ask('GET /v1/unmatched', '/v1/unmatched', 200);
    await ask('GET /metrics', '/metrics', 200);
    await ask('GET /openapi.json', '/openapi.json', 200);
  }

  it('describes every answer of every route, with every member', async () => {
    await askSession();
    await describeRules();
    await introspect();
    await workOnTheResult();
    await fail();
    await keepAnInventory();
    await lookAtTheService();
    expect(wrong).to.deep.equal([]);
    expect([...seen]).to.have.members(operationsOf(document));
  });

  it('does not promise credentials that nobody checks', () => {
    // 403 is what an address gets that does not know the secret of ramdisks: no matter of credentials.
    expect(JSON.stringify(document)).not.to.match(/security|"401"/);
  });
});
