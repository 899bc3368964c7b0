import { createMetrics } from '../../src/metrics/metrics.js';
import { expect } from 'chai';
import { type JsonObject, InspectorError } from '@inspector/plugin-api';
import { createRulesEngine } from '../../src/rules/engine.js';
import { collectingLog, standardOperators } from './operators-fixture.js';
import {
  NODE_UUID,
  nodeInMemory,
  rulesDatabase,
  rulesOver,
  type NodeInMemory,
  type RulesDatabase,
} from './rules-fixture.js';
import { Permit } from '../../src/tasks/permit.js';

const tag = (text: string): object => ({ action: 'extend-attribute', path: '/extra/tags', value: text });
const FAIL = { action: 'fail', message: 'Stop {data[x]}' };

describe('rules during an introspection', () => {
  let opened: RulesDatabase;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
  });
  after(() => opened.remove());
  beforeEach(() => rules.service.deleteAll());

  const create = async (rule: object): Promise<string> =>
    (await rules.service.createJson(JSON.stringify(rule))).json;
  const run = async (data: JsonObject, node: NodeInMemory = nodeInMemory()): Promise<NodeInMemory> => {
    await rules.engine.apply(data, node.handle, new Permit());
    return node;
  };
  const tagsAfter = async (data: JsonObject, fields: JsonObject = {}): Promise<unknown> => {
    const { handle } = await run(data, nodeInMemory(fields));
    return (await handle.node()).extra?.['tags'];
  };
  const failure = async (work: Promise<unknown>): Promise<InspectorError> => {
    try {
      await work;
    } catch (error) {
      if (InspectorError.is(error)) return error;
      throw error;
    }
    throw new Error('the rules did not fail');
  };
  const eq = (field: string, value: unknown, more: object = {}): object => ({
    op: 'eq',
    field,
    value,
    ...more,
  });

  it('ask nobody for anything when there are none', async () => {
    expect((await run({})).requests).to.deep.equal([]);
  });

  it('name the node in every line they log, and so do their actions', async () => {
    await create({ description: 'greet', conditions: [], actions: [{ action: 'example' }] });
    await create({ description: 'stop', conditions: [], actions: [FAIL] });
    const before = rules.log.lines.length;
    await failure(run({ inventory: { bmc_address: '192.0.2.7' } }));
    const lines = rules.log.lines.slice(before);
    const prefix = `[node: ${NODE_UUID} state processing BMC 192.0.2.7 name rack7-u12]`;
    expect(lines).to.include(JSON.stringify(`${prefix} rule "greet" applies`));
    expect(lines.some((line) => line.includes(`${prefix} rule \\"stop\\" failed`))).to.equal(true);
    const own = lines.find((line) => line.includes('ran the example action'));
    expect(own).to.include(`{"node":"${NODE_UUID}","nodeName":"rack7-u12"}`);
  });

  it('do not read the node for rules that only look at data and do not apply', async () => {
    await create({ conditions: [eq('a', 1)], actions: [tag('x')] });
    expect((await run({ a: 2 })).requests).to.deep.equal([]);
  });

  it('read the node once for scopes, fields and actions together', async () => {
    await create({ scope: 'rack-7', conditions: [eq('node://driver', 'redfish')], actions: [tag('x')] });
    await create({ scope: 'rack-7', actions: [tag('y')] });
    const node = await run(
      {},
      nodeInMemory({ driver: 'redfish', properties: { inspection_scope: 'rack-7' } }),
    );
    expect(node.requests).to.deep.equal([['getNode']]);
  });

  it('without conditions always apply', async () => {
    await create({ actions: [tag('always')] });
    expect(await tagsAfter({})).to.deep.equal(['always']);
  });

  it('need all conditions', async () => {
    await create({ conditions: [eq('a', 1), eq('b', 1)], actions: [tag('both')] });
    expect(await tagsAfter({ a: 1, b: 2 })).to.equal(undefined);
    expect(await tagsAfter({ a: 1, b: 1 })).to.deep.equal(['both']);
  });

  it('do not look at conditions behind one that does not hold', async () => {
    await create({ conditions: [eq('a', 1), eq('b', 1)], actions: [tag('x')] });
    expect(await tagsAfter({ a: 2, b: 'not a number' })).to.equal(undefined);
  });

  const scopes: [scope: string | null, properties: JsonObject | undefined, applies: boolean][] = [
    [null, {}, true],
    ['', {}, true],
    ['rack-7', { inspection_scope: 'rack-7' }, true],
    ['rack-7', { inspection_scope: 'RACK-7' }, false],
    ['rack-7', { inspection_scope: 'rack-70' }, false],
    ['rack-7', {}, false],
    ['rack-7', undefined, false],
  ];
  for (const [scope, properties, applies] of scopes) {
    it(`of scope ${JSON.stringify(scope)} ${applies ? 'apply' : 'do not apply'} to ${JSON.stringify(properties)}`, async () => {
      await create({ scope, actions: [tag('x')] });
      const tags = await tagsAfter({}, properties === undefined ? {} : { properties });
      expect(tags).to.deep.equal(applies ? ['x'] : undefined);
    });
  }

  it('run in the order they were created, actions in theirs', async () => {
    await create({ actions: [tag('1a'), tag('1b')] });
    await create({ actions: [tag('2')] });
    await create({ actions: [tag('3')] });
    expect(await tagsAfter({})).to.deep.equal(['1a', '1b', '2', '3']);
  });

  it('of higher priority run first', async () => {
    for (const [name, priority] of Object.entries({ a: 0, b: 10, c: -5, d: 10 })) {
      await create({ priority, actions: [tag(name)] });
    }
    expect(await tagsAfter({})).to.deep.equal(['b', 'd', 'a', 'c']);
  });

  it('are all looked at before the first action runs', async () => {
    await create({ actions: [{ action: 'set-attribute', path: '/driver', value: 'redfish' }] });
    await create({ conditions: [eq('node://driver', 'redfish')], actions: [tag('too early')] });
    await create({ conditions: [eq('node://driver', 'ipmi')], actions: [tag('as before')] });
    expect(await tagsAfter({}, { driver: 'ipmi' })).to.deep.equal(['as before']);
  });

  it('show later actions what earlier ones changed', async () => {
    await create({
      actions: [{ action: 'set-attribute', path: '/extra/tags', value: ['first'] }, tag('second')],
    });
    expect(await tagsAfter({})).to.deep.equal(['first', 'second']);
  });

  const multiples: [multiple: string | undefined, invert: boolean, values: number[], applies: boolean][] = [
    [undefined, false, [1, 2], true],
    ['any', false, [2, 1], true],
    ['any', false, [2, 3], false],
    ['any', true, [1, 2], true],
    ['any', true, [1, 1], false],
    ['all', false, [1, 1], true],
    ['all', false, [1, 2], false],
    ['all', true, [2, 3], true],
    ['all', true, [2, 1], false],
    ['first', false, [1, 2], true],
    ['first', false, [2, 1], false],
    ['first', true, [2, 1], true],
    ['first', true, [1, 2], false],
  ];
  for (const [multiple, invert, values, applies] of multiples) {
    const what = `multiple ${multiple ?? '(default)'}${invert ? ' inverted' : ''}`;
    it(`${applies ? 'apply' : 'do not apply'} with ${what} over ${String(values)} eq 1`, async () => {
      const more = multiple === undefined ? { invert } : { multiple, invert };
      await create({ conditions: [eq('a[*]', 1, more)], actions: [tag('x')] });
      expect(await tagsAfter({ a: values })).to.deep.equal(applies ? ['x'] : undefined);
    });
  }

  it('do not look further than needed', async () => {
    await create({ conditions: [eq('a[*]', 1)], actions: [tag('any')] });
    await create({ conditions: [eq('a[*]', 2, { multiple: 'all' })], actions: [tag('all')] });
    await create({ conditions: [eq('a[*]', 1, { multiple: 'first' })], actions: [tag('first')] });
    expect(await tagsAfter({ a: [1, 'not a number'] })).to.deep.equal(['any', 'first']);
  });

  for (const invert of [false, true]) {
    it(`do not apply when a field is missing${invert ? ', inverted or not' : ''}`, async () => {
      await create({ conditions: [eq('missing', 1, { invert })], actions: [tag('x')] });
      expect(await tagsAfter({})).to.equal(undefined);
    });
  }

  it('count a missing field as empty', async () => {
    await create({ conditions: [{ op: 'is-empty', field: 'missing' }], actions: [tag('empty')] });
    await create({ conditions: [{ op: 'is-empty', field: 'missing', invert: true }], actions: [tag('x')] });
    expect(await tagsAfter({})).to.deep.equal(['empty']);
  });

  const nodeFields: [field: string, value: unknown][] = [
    ['uuid', '7b0f0a3e-3c5d-4a39-9d3a-111111111111'],
    ['id', '7b0f0a3e-3c5d-4a39-9d3a-111111111111'],
    ['instance_uuid', 'i'],
    ['instance_id', 'i'],
    ['chassis_id', 'c'],
    ['allocation_id', 'a'],
    ['is_maintenance', true],
    ['maintenance', true],
    ['is_console_enabled', true],
    ['is_automated_clean_enabled', true],
    ['is_protected', true],
    ['is_retired', true],
    ['is_secure_boot', true],
    ['port_groups[0]', 'pg'],
    ['driver_info.ipmi_address', '192.0.2.1'],
    ['properties.local_gb', 10],
    ['extra.x', 'y'],
    ['provision_state', 'inspecting'],
    ['resource_class', 'big'],
    ['somebody_elses_field', 7],
  ];
  const NODE = {
    instance_uuid: 'i',
    chassis_uuid: 'c',
    allocation_uuid: 'a',
    maintenance: true,
    console_enabled: true,
    automated_clean: true,
    protected: true,
    retired: true,
    secure_boot: true,
    portgroups: ['pg'],
    driver_info: { ipmi_address: '192.0.2.1' },
    properties: { local_gb: 10 },
    extra: { x: 'y' },
    provision_state: 'inspecting',
    resource_class: 'big',
    somebody_elses_field: 7,
  };
  for (const [field, value] of nodeFields) {
    it(`know the node field ${field}`, async () => {
      await create({ conditions: [eq(`node://${field}`, value)], actions: [FAIL] });
      expect((await failure(run({}, nodeInMemory(NODE)))).message).to.equal(FAIL.message);
    });
  }

  const known = [
    ...[
      'lessee',
      'is_secure_boot',
      'secure_boot',
      'traits',
      'driver_internal_info',
      'name',
      'owner',
      'fault',
    ],
    ...['inspection_finished_at', 'inspection_started_at', 'protected_reason', 'retired_reason', 'shard'],
    ...['instance_id', 'instance_uuid', 'last_error', 'description', 'conductor_group', 'reservation'],
  ];
  for (const field of known) {
    it(`count the known node field ${field} as null where the service does not send it`, async () => {
      await create({ conditions: [eq(`node://${field}`, 'x', { invert: true })], actions: [tag('exists')] });
      expect(await tagsAfter({})).to.deep.equal(['exists']);
    });
  }

  it('look for fields in the data with and without data://', async () => {
    await create({ conditions: [eq('data://a.b', 1), eq('a.b', 1)], actions: [tag('x')] });
    expect(await tagsAfter({ a: { b: 1 } })).to.deep.equal(['x']);
  });

  it('compare 5 and 5.0 differently after a trip through the database', async () => {
    const conditions = (value: string): string => `[{"op": "eq", "field": "a", "value": ${value}}]`;
    await rules.service.createJson(
      `{"conditions": ${conditions('5')}, "actions": [${JSON.stringify(tag('int'))}]}`,
    );
    await rules.service.createJson(
      `{"conditions": ${conditions('5.0')}, "actions": [${JSON.stringify(tag('float'))}]}`,
    );
    expect(await tagsAfter({ a: 5.7 })).to.deep.equal(['int']);
    expect(await tagsAfter({ a: 5 })).to.deep.equal(['int', 'float']);
  });

  it('that compare what cannot be compared fail with the names of rule, field and value', async () => {
    await create({
      description: 'enough memory',
      conditions: [{ op: 'ge', field: 'memory_mb', value: 5 }],
      actions: [tag('x')],
    });
    const error = await failure(run({ memory_mb: 'abc' }));
    expect([error.code, error.status]).to.deep.equal(['INSP_RULE_FAILED', 400]);
    expect(error.message).to.equal(
      'Rule "enough memory": condition ge cannot be checked for field memory_mb with the value "abc": "abc" is not an integer',
    );
    expect(rules.log.lines.some((line) => line.includes('enough memory'))).to.equal(true);
  });

  it('with an expression that takes too long on what a ramdisk sent fail, and are named', async () => {
    await create({
      description: 'slow',
      conditions: [{ op: 'contains', field: 'a', value: '^(a+)+(?=b)$' }],
      actions: [tag('x')],
    });
    const error = await failure(run({ a: `${'a'.repeat(100_000)}!` }));
    expect([error.code, error.status]).to.deep.equal(['INSP_RULE_FAILED', 400]);
    expect(error.message).to.match(/^Rule "slow": condition contains .*takes too long/);
    expect(error.message.length).to.be.below(1000);
  });

  it('share the time for expressions that may take long among all values', async () => {
    const expression = { op: 'contains', field: 'texts[*]', value: '^(a+)+(?=b)$' };
    await create({ description: 'slow', conditions: [expression], actions: [tag('x')] });
    let tested = 0;
    // Each text takes tens of milliseconds, and fails in its own right; all together they would take minutes.
    const texts = Array.from({ length: 400 }, () => `${'a'.repeat(22)}!`);
    const counted = new Proxy(texts, {
      get: (target, name): unknown => {
        if (typeof name === 'string' && /^\d+$/.test(name)) tested += 1;
        return Reflect.get(target, name);
      },
    });
    const error = await failure(run({ texts: counted }));
    expect(error.message).to.match(/^Rule "slow": .*takes too long/);
    expect(tested).to.be.at.least(1);
  });

  it('do not show values of sensitive rules or secret fields when they fail', async () => {
    await create({ sensitive: true, conditions: [eq('a', 5)], actions: [tag('x')] });
    expect((await failure(run({ a: 'geheim' }))).message).not.to.include('geheim');
    await rules.service.deleteAll();
    await create({ conditions: [eq('node://driver_info.redfish_password', 5)], actions: [tag('x')] });
    const error = await failure(run({}, nodeInMemory({ driver_info: { redfish_password: 'geheim' } })));
    expect(error.message).to.include('redfish_password').and.not.include('geheim');
  });

  it('that fail in a condition run no action at all', async () => {
    await create({ actions: [tag('x')] });
    await create({ conditions: [eq('a', 5)], actions: [tag('y')] });
    const node = nodeInMemory();
    await failure(run({ a: 'abc' }, node));
    await node.handle.flush();
    expect(node.requests).to.deep.equal([]);
  });

  it('fail with the message of a fail action as it is', async () => {
    await create({ description: 'd', actions: [FAIL] });
    const error = await failure(run({ x: 1 }));
    expect([error.message, error.status]).to.deep.equal(['Stop {data[x]}', 400]);
  });

  it('keep what ran before a failure and run nothing after it', async () => {
    await create({ actions: [tag('before'), FAIL, tag('after')] });
    await create({ actions: [tag('later rule')] });
    const node = nodeInMemory();
    await failure(run({}, node));
    expect((await node.handle.node()).extra).to.deep.equal({ tags: ['before'] });
  });

  it('keep what ran before a template that cannot be filled', async () => {
    await create({ actions: [tag('before'), tag('{data[nothing]}')] });
    const node = nodeInMemory();
    const error = await failure(run({}, node));
    expect([error.status, error.message]).to.deep.equal([
      400,
      'Invalid formatting variable key provided in value {data[nothing]}: nothing',
    ]);
    expect((await node.handle.node()).extra).to.deep.equal({ tags: ['before'] });
  });

  it('name rule and action when the bare metal service refuses, and keep its code', async () => {
    await create({ description: 'traits', actions: [{ action: 'add-trait', name: 'CUSTOM_X' }] });
    const node = nodeInMemory();
    node.handle.onBehalfOf = () => node.handle;
    node.handle.addTrait = () =>
      Promise.reject(new InspectorError('INSP_BAREMETAL_REJECTED', 'No such trait'));
    const error = await failure(run({}, node));
    expect([error.code, error.status]).to.deep.equal(['INSP_BAREMETAL_REJECTED', 500]);
    expect(error.message).to.equal('Rule "traits": action add-trait failed: No such trait');
  });

  it('name rule and action when an action throws something unexpected', async () => {
    await create({ description: 'traits', actions: [{ action: 'add-trait', name: 'CUSTOM_X' }] });
    const node = nodeInMemory();
    node.handle.onBehalfOf = () => node.handle;
    node.handle.addTrait = () => Promise.reject(new TypeError('x is not a function'));
    const error = await failure(run({}, node));
    expect([error.code, error.status]).to.deep.equal(['INSP_RULE_FAILED', 400]);
    expect(error.message).to.equal('Rule "traits": action add-trait failed: x is not a function');
  });

  it('see a change made through another process', async () => {
    await create({ actions: [tag('one')] });
    expect(await tagsAfter({})).to.deep.equal(['one']);
    const elsewhere = await rulesOver(await opened.openAgain());
    await elsewhere.service.createJson(JSON.stringify({ actions: [tag('two')] }));
    expect(await tagsAfter({})).to.deep.equal(['one', 'two']);
    await elsewhere.service.deleteAll();
    expect(await tagsAfter({})).to.equal(undefined);
  });

  it('are compiled once, not for every introspection', async () => {
    const { conditions, actions } = await standardOperators();
    const { definition, instance } = conditions.get('eq')!;
    let compiled = 0;
    const counting = {
      ...instance,
      compile: (params: never) => {
        compiled += 1;
        return instance.compile(params);
      },
    };
    const stored = Array.from({ length: 1000 }, (_, index) => ({
      ...{ uuid: String(index), description: null, scope: null, priority: 0, sensitive: false },
      conditions: [
        { op: 'eq', field: 'a', multiple: 'any', invert: false, params: `{"value": ${String(index)}}` },
      ],
      actions: [{ action: 'example', params: '{}' }],
    }));
    await opened.database.rules.create(stored);
    const engine = createRulesEngine({
      repository: opened.database.rules,
      conditions: new Map([['eq', { definition, instance: counting }]]),
      actions,
      log: collectingLog(),
      metrics: createMetrics(),
    });
    const { handle } = nodeInMemory();
    await Promise.all([
      engine.apply({ a: -1 }, handle, new Permit()),
      engine.apply({ a: -1 }, handle, new Permit()),
    ]);
    for (let times = 0; times < 5; times++) await engine.apply({ a: -1 }, handle, new Permit());
    expect(compiled).to.equal(1000);
  });

  it('are read again after the database was away', async () => {
    await create({ actions: [tag('x')] });
    const { rules: repository } = opened.database;
    let isAway = true;
    const flaky = {
      version: () => repository.version(),
      list: () => (isAway ? Promise.reject(new Error('away')) : repository.list()),
    };
    const engine = createRulesEngine({
      repository: flaky,
      ...(await standardOperators()),
      log: collectingLog(),
      metrics: createMetrics(),
    });
    const { handle } = nodeInMemory();
    expect(String(await engine.apply({}, handle, new Permit()).catch((error: unknown) => error))).to.include(
      'away',
    );
    isAway = false;
    await engine.apply({}, handle, new Permit());
    expect((await handle.node()).extra).to.deep.equal({ tags: ['x'] });
  });
});
