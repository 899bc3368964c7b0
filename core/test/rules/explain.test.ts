import { expect } from 'chai';
import { type JsonObject, InspectorError, type ActionContext } from '@inspector/plugin-api';
import { standardOperators } from './operators-fixture.js';
import { NODE_UUID, rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const UUID = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const DATA = { memory_mb: 4096, disks: [{ size: 1 }, { size: 2 }], password: 'geheim' };
const NODE = {
  uuid: NODE_UUID,
  driver: 'ipmi',
  extra: { x: 1 },
  properties: { inspection_scope: 'rack-7', capabilities: 'a:b' },
  driver_info: { ipmi_password: 'geheim' },
};
const PORT = { uuid: 'p', address: '52:54:00:00:00:01', extra: {} };

describe('a dry run of the rules', () => {
  let opened: RulesDatabase;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database, {
      loadData: (uuid) =>
        Promise.resolve(uuid === NODE_UUID ? structuredClone(DATA) : Promise.reject(new Error('no data'))),
      readNode: () => Promise.resolve(structuredClone(NODE)),
      listPorts: () => Promise.resolve([structuredClone(PORT)]),
    });
  });
  after(() => opened.remove());
  beforeEach(() => rules.service.deleteAll());

  const create = async (rule: object): Promise<string> =>
    (await rules.service.createJson(JSON.stringify(rule))).json;
  const explain = async (rule?: string): Promise<JsonObject & { rules: JsonObject[] }> =>
    (await rules.service.explain({ node: NODE_UUID, ...(rule === undefined ? {} : { rule }) })) as never;

  it('shows what each condition found, the comparison and the verdict', async () => {
    await create({
      uuid: UUID,
      description: 'big',
      conditions: [
        { op: 'ge', field: 'memory_mb', value: 1024 },
        { op: 'eq', field: 'disks[*].size', value: 2 },
        { op: 'eq', field: 'nothing', value: 1 },
        { op: 'is-empty', field: 'nothing', invert: true },
      ],
      actions: [{ action: 'example' }],
    });
    const { rules: explained, changes, error } = await explain();
    const defaults = { multiple: 'any', invert: false };
    expect(explained).to.deep.equal([
      {
        uuid: UUID,
        description: 'big',
        applies: false,
        conditions: [
          {
            ...{ field: 'memory_mb', op: 'ge', params: { value: 1024 }, ...defaults },
            values: [{ value: 4096, result: true }],
            text: "memory_mb = 4096: ge {'value': 1024}",
            holds: true,
          },
          {
            ...{ field: 'disks[*].size', op: 'eq', params: { value: 2 }, ...defaults },
            values: [
              { value: 1, result: false },
              { value: 2, result: true },
            ],
            text: "disks[*].size = 1, 2: eq {'value': 2}",
            holds: true,
          },
          {
            ...{ field: 'nothing', op: 'eq', params: { value: 1 }, ...defaults, values: [] },
            text: "nothing = (nothing): eq {'value': 1}",
            holds: false,
          },
          {
            ...{ field: 'nothing', op: 'is-empty', params: {}, multiple: 'any', invert: true },
            values: [{ value: null, result: false }],
            text: 'nothing = None: not is-empty {}',
            holds: false,
          },
        ],
        actions: [],
      },
    ]);
    expect([changes, error]).to.deep.equal([[], null]);
  });

  it('shows what the actions would change, each seeing the ones before it', async () => {
    await create({
      actions: [
        { action: 'set-attribute', path: 'extra/tags', value: ['mem-{data[memory_mb]}'] },
        { action: 'extend-attribute', path: '/extra/tags', value: 'more' },
        { action: 'set-capability', name: 'c', value: 'd' },
        { action: 'add-trait', name: 'CUSTOM_X' },
        { action: 'remove-trait', name: 'CUSTOM_Y' },
        { action: 'set-port-attribute', port_id: PORT.address, path: '/extra/x', value: 1 },
        { action: 'log', message: 'hello {data[memory_mb]}', level: 'warning' },
      ],
    });
    const logged = rules.log.lines.length;
    const { changes, rules: explained } = await explain();
    expect(changes).to.deep.equal([
      { target: 'node', op: 'add', path: '/extra/tags', value: ['mem-4096'] },
      { target: 'node', op: 'replace', path: '/extra/tags', value: ['mem-4096', 'more'] },
      { target: 'node', op: 'add', path: '/properties/capabilities', value: 'a:b,c:d' },
      { target: 'trait', op: 'add', value: 'CUSTOM_X' },
      { target: 'trait', op: 'remove', value: 'CUSTOM_Y' },
      { target: `port ${PORT.address}`, op: 'add', path: '/extra/x', value: 1 },
      { target: 'log', op: 'warn', value: 'hello 4096' },
    ]);
    expect((explained[0]!['actions'] as JsonObject[])[0]).to.deep.equal({
      action: 'set-attribute',
      params: { path: 'extra/tags', value: ['mem-4096'] },
      changes: [{ target: 'node', op: 'add', path: '/extra/tags', value: ['mem-4096'] }],
    });
    expect(rules.log.lines.length).to.equal(logged);
  });

  it('shows why a rule of another scope does not apply', async () => {
    await create({ scope: 'rack-8', actions: [{ action: 'example' }] });
    const { rules: explained } = await explain();
    expect(explained[0]).to.deep.include({
      applies: false,
      scope: { expected: 'rack-8', found: 'rack-7', holds: false },
    });
  });

  it('shows where the introspection would fail in a condition, and that no action would run', async () => {
    await create({ description: 'ok', actions: [{ action: 'add-trait', name: 'X' }] });
    await create({
      description: 'bad',
      conditions: [{ op: 'eq', field: 'disks', value: 1 }],
      actions: [{ action: 'example' }],
    });
    const { error, changes, rules: explained } = await explain();
    expect(error).to.match(/^Rule "bad": condition eq cannot be checked for field disks/);
    expect(changes).to.deep.equal([]);
    expect((explained[1]!['conditions'] as JsonObject[])[0]).to.include({ holds: false, error });
  });

  it('shows where it would fail in an action, and what would be kept', async () => {
    await create({
      actions: [
        { action: 'add-trait', name: 'X' },
        { action: 'fail', message: 'stop' },
      ],
    });
    await create({ actions: [{ action: 'add-trait', name: 'Y' }] });
    const { error, changes } = await explain();
    expect([error, changes]).to.deep.equal(['stop', [{ target: 'trait', op: 'add', value: 'X' }]]);
  });

  it('can be of one rule only', async () => {
    await create({ uuid: UUID, actions: [{ action: 'example' }] });
    await create({ actions: [{ action: 'fail', message: 'not looked at' }] });
    const { rules: explained, error } = await explain(UUID);
    expect([explained.map(({ uuid }) => uuid), error]).to.deep.equal([[UUID], null]);
  });

  it('of a rule that does not exist is refused', async () => {
    const error: unknown = await explain(UUID).catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && [error.code, error.message]).to.deep.equal([
      'INSP_RULE_NOT_FOUND',
      `Rule ${UUID} was not found`,
    ]);
  });

  it('holds back everything an action of another package does to the node, and shows it the node as it would be', async () => {
    const seen: unknown[] = [];
    const { conditions, actions } = await standardOperators();
    const apply = async (_params: unknown, { node }: ActionContext): Promise<void> => {
      node.updateProperties({ a: 1 });
      await node.createPorts(['52:54:00:00:00:0A', { mac: '52:54:00:00:00:0B', pxe: false }]);
      await node.deletePort(PORT.address);
      await node.setOption('o', 1);
      await node.addAttribute('mac', ['52:54:00:00:00:0A']);
      await node.addTrait('CUSTOM_X');
      await node.flush();
      node.invalidateCache();
      node.patch([{ op: 'remove', path: '/extra/x' }]);
      const { properties, extra } = await node.node();
      const macs = [...(await node.ports()).keys()];
      seen.push({ properties, extra, macs, o: (await node.options()).get('o') });
    };
    const busy = { definition: { id: 'busy', setup: () => ({ apply }) }, instance: { apply } };
    const { service } = await rulesOver(opened.database, {
      conditions,
      actions: new Map([...actions, ['busy', busy]]),
      loadData: () => Promise.resolve({}),
      readNode: () => Promise.resolve(structuredClone(NODE)),
      listPorts: () => Promise.resolve([structuredClone(PORT)]),
    });
    await service.createJson(JSON.stringify({ actions: [{ action: 'busy' }] }));
    expect(await service.explain({ node: NODE_UUID })).to.deep.include({
      error: null,
      changes: [
        { target: 'node', op: 'add', path: '/properties/a', value: 1 },
        { target: 'port 52:54:00:00:00:0a', op: 'create' },
        { target: 'port 52:54:00:00:00:0b', op: 'create' },
        { target: `port ${PORT.address}`, op: 'delete' },
        { target: 'option o', op: 'add', value: 1 },
        { target: 'attribute mac', op: 'add', value: ['52:54:00:00:00:0a'] },
        { target: 'trait', op: 'add', value: 'CUSTOM_X' },
        { target: 'node', op: 'remove', path: '/extra/x' },
      ],
    });
    expect(seen).to.deep.equal([
      {
        properties: { ...NODE.properties, a: 1 },
        extra: {},
        macs: ['52:54:00:00:00:0a', '52:54:00:00:00:0b'],
        o: 1,
      },
    ]);
  });

  it('does not show credentials, nor anything of sensitive rules', async () => {
    await create({
      conditions: [
        { op: 'eq', field: 'password', value: 'geheim' },
        { op: 'matches', field: 'node://driver_info.ipmi_password', value: 'ge.*' },
        { op: 'is-empty', field: 'node://driver_info', invert: true },
      ],
      actions: [{ action: 'set-attribute', path: '/driver_info/redfish_password', value: 'geheim' }],
    });
    await create({
      sensitive: true,
      conditions: [{ op: 'ge', field: 'memory_mb', value: 1 }],
      actions: [
        { action: 'set-attribute', path: '/extra/x', value: 'ganz geheim' },
        { action: 'fail', message: 'ganz geheim' },
      ],
    });
    const explained = await explain();
    expect(JSON.stringify(explained)).not.to.include('geheim');
    expect(explained.rules[1]!['conditions']).to.deep.equal([{ op: 'ge', field: '<hidden>', holds: true }]);
    expect(explained['changes']).to.deep.include({
      target: 'node',
      op: 'add',
      path: '/driver_info/redfish_password',
      value: '<hidden>',
    });
  });
});
