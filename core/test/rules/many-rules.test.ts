import { expect } from 'chai';
import sinon from 'sinon';
import { InspectorError } from '@inspector/plugin-api';
import { compileRules } from '../../src/rules/compile.js';
import { MOST_RULES, readRuleList } from '../../src/rules/read-rules.js';
import { createRuleValidator } from '../../src/rules/validate.js';
import { standardOperators } from './operators-fixture.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const rule = (index: number): string =>
  `{"description": "rule ${String(index)}", "conditions": [{"op": "eq", "field": "a.b", "value": ${String(index)}.0}], ` +
  `"actions": [{"action": "set-attribute", "path": "/extra/x", "value": "{data[a]}"}]}`;
const list = (count: number): string =>
  `[${Array.from({ length: count }, (_, index) => rule(index)).join(',')}]`;

/** How often other work of the process got its turn, on a machine that takes 10 ms between any two looks at the clock. */
async function turnsDuring<T>(work: () => Promise<T>): Promise<[result: T, turns: number]> {
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  let now = performance.now();
  const clock = sinon.stub(performance, 'now').callsFake(() => (now += 10));
  try {
    return [await work(), turns];
  } finally {
    running = false;
    clock.restore();
  }
}

describe('very many rules', () => {
  let opened: RulesDatabase;
  let rules: Awaited<ReturnType<typeof rulesOver>>;
  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
  });
  after(() => opened.remove());
  beforeEach(() => rules.service.deleteAll());

  it('are read and compiled while others get their turns', async () => {
    const operators = await standardOperators();
    const [read, whileReading] = await turnsDuring(() =>
      readRuleList(list(40), createRuleValidator(operators)),
    );
    expect(read).to.have.length(40);
    expect(whileReading).to.be.at.least(10);
    const stored = read.map((each) => ({ ...each, createdAt: '', disabled: false }));
    const [compiled, whileCompiling] = await turnsDuring(() => compileRules(stored, operators));
    expect(compiled).to.have.length(40);
    expect(whileCompiling).to.be.at.least(10);
  });

  it('are created in their order, numbers as they were written', async function () {
    this.timeout(180_000);
    const created = await rules.service.importRules(list(1100), { replace: false });
    expect(created[1099]).to.include('"value":1099.0');
    expect((await rules.service.list()).map(({ description }) => description)).to.deep.equal(
      Array.from({ length: 1100 }, (_, index) => `rule ${String(index)}`),
    );
    const again = `[${created.join(',')}]`;
    const error: unknown = await rules.service
      .importRules(again, { replace: false })
      .catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.code).to.equal('INSP_RULE_EXISTS');
    await rules.service.importRules(again, { replace: true });
    expect(await rules.service.list()).to.have.length(1100);
  });

  it('of which one is wrong are not created, and it is named', async () => {
    const wrong = list(600).replace('"rule 500", "conditions"', '"rule 500", "condition"');
    const error: unknown = await rules.service
      .importRules(wrong, { replace: false })
      .catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/^Rule 501 of 600: /);
    expect(await rules.service.list()).to.deep.equal([]);
  });

  it('are refused above a limit', async () => {
    const body = `[${'{},'.repeat(MOST_RULES)}{}]`;
    const error: unknown = await rules.service
      .importRules(body, { replace: false })
      .catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal(
      'The import has 50001 rules, and at most 50000 are taken at once. Import them in parts.',
    );
  });
});
