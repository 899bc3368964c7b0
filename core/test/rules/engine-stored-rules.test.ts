import { createMetrics } from '../../src/metrics/metrics.js';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { createRulesEngine } from '../../src/rules/engine.js';
import { collectingLog, standardOperators } from './operators-fixture.js';
import { nodeInMemory, rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';
import { Permit } from '../../src/tasks/permit.js';

const tag = (text: string): object => ({ action: 'extend-attribute', path: '/extra/tags', value: text });
const IS_ONE = { op: 'eq', field: 'a', value: 1 };

describe('stored rules', () => {
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
  const metrics = createMetrics();
  const failure = async (work: Promise<unknown>): Promise<InspectorError> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    if (InspectorError.is(error)) return error;
    throw new Error(`no coded error but ${String(error)}`);
  };

  it('whose operator is not installed any more say so when they are looked at', async () => {
    await create({ description: 'd', conditions: [IS_ONE], actions: [tag('x')] });
    const { actions } = await standardOperators();
    const log = collectingLog();
    const repository = opened.database.rules;
    const noConditions = createRulesEngine({ repository, conditions: new Map(), actions, log, metrics });
    const error = await failure(noConditions.apply({}, nodeInMemory().handle, new Permit()));
    expect(error.message).to.equal(
      'Rule "d": condition eq cannot be used: no installed plugin offers the condition "eq"',
    );
  });

  it('whose action is not installed any more say so when it is to run', async () => {
    await create({ description: 'd', actions: [tag('x')] });
    const { conditions } = await standardOperators();
    const log = collectingLog();
    const repository = opened.database.rules;
    const noActions = createRulesEngine({ repository, conditions, actions: new Map(), log, metrics });
    const error = await failure(noActions.apply({}, nodeInMemory().handle, new Permit()));
    expect(error.message).to.equal(
      'Rule "d": action extend-attribute cannot be used: no installed plugin offers the action "extend-attribute"',
    );
  });

  it('may have parameters that are null', async () => {
    await create({ conditions: [{ ...IS_ONE, comment: null }], actions: [tag('x')] });
    const { handle } = nodeInMemory();
    await rules.engine.apply({ a: 1 }, handle, new Permit());
    expect((await handle.node()).extra).to.deep.equal({ tags: ['x'] });
  });

  it('give every introspection the same parameters, whatever an action does to them', async () => {
    await create({ actions: [{ action: 'set-attribute', path: '/extra/x', value: { list: [1] } }] });
    const { conditions } = await standardOperators();
    const seen: string[] = [];
    const meddle = ({ value }: { value?: unknown }): void => {
      seen.push(JSON.stringify(value));
      (value as { list: number[] }).list.push(2);
    };
    const definition = { id: 'set-attribute', setup: () => ({ apply: meddle }) };
    const actions = new Map([['set-attribute', { definition, instance: { apply: meddle } }]]);
    const repository = opened.database.rules;
    const engine = createRulesEngine({
      repository,
      conditions,
      actions,
      log: collectingLog(),
      metrics,
    } as never);
    for (let times = 0; times < 2; times++)
      await failure(engine.apply({}, nodeInMemory().handle, new Permit()));
    expect(seen).to.deep.equal(['{"list":[1]}', '{"list":[1]}']);
  });

  it('that are disabled in the database are passed over', async () => {
    await create({ actions: [tag('on')] });
    await create({ actions: [tag('off')] });
    const [on, off] = await opened.database.rules.list();
    const repository = {
      version: () => Promise.resolve('1'),
      list: () => Promise.resolve([on!, { ...off!, disabled: true }]),
    };
    const log = collectingLog();
    const { handle } = nodeInMemory();
    await createRulesEngine({ ...(await standardOperators()), repository, log, metrics }).apply(
      {},
      handle,
      new Permit(),
    );
    expect((await handle.node()).extra).to.deep.equal({ tags: ['on'] });
  });
});
