import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { nodeInMemory, rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';
import { Permit } from '../../src/tasks/permit.js';

const DATA = `{"big": 18446744073709551616, "low": -18446744073709551616, "near": 9007199254740993,
  "one": 1.0, "large": 1e16, "tenth": 0.10, "zero": -0, "minus": -0.0, "power": 1E5,
  "list": [1.0, 18446744073709551616, {"x": 2.0}], "text": "18446744073709551616"}`;
const BIG = '18446744073709551616';
const NEAR = '18446744073709551615';

describe('numbers of the data in rules', () => {
  let opened: RulesDatabase;
  let rules: Awaited<ReturnType<typeof rulesOver>>;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
  });
  after(() => opened.remove());
  beforeEach(() => rules.service.deleteAll());

  const run = async (rule: string, node: JsonObject = {}): Promise<string> => {
    await rules.service.createJson(rule);
    const { handle, requests } = nodeInMemory(node);
    await rules.engine.apply(readJson(DATA) as JsonObject, handle, new Permit());
    await handle.flush();
    return writeJson(requests);
  };
  const setting = (value: string, conditions = '[]'): string =>
    `{"conditions": ${conditions}, "actions": [{"action": "set-attribute", "path": "/extra/x", "value": ${value}}]}`;

  const conditions: [field: string, op: string, value: string, holds: boolean][] = [
    ['big', 'eq', BIG, true],
    ['big', 'eq', NEAR, false],
    ['big', 'ne', BIG, false],
    ['big', 'ne', NEAR, true],
    ['big', 'gt', NEAR, true],
    ['big', 'gt', BIG, false],
    ['big', 'ge', BIG, true],
    ['big', 'lt', '18446744073709551617', true],
    ['big', 'le', NEAR, false],
    ['low', 'lt', `-${NEAR}`, true],
    ['low', 'lt', '0', true],
    ['near', 'eq', '9007199254740993', true],
    ['near', 'eq', '9007199254740992', false],
    ['text', 'eq', BIG, true],
    ['text', 'eq', NEAR, false],
    ['big', 'eq', `"${BIG}"`, false],
    // Python reads the field as a float here, and floats this large are 2048 apart.
    ['big', 'eq', `${NEAR}.0`, true],
    ['big', 'gt', '1.5', true],
    ['one', 'eq', '1', true],
    ['one', 'eq', '1.0', true],
    ['list', 'eq', `[1, ${BIG}, {"x": 2}]`, true],
    ['list', 'eq', `[1, ${NEAR}, {"x": 2}]`, false],
    ['list', 'ge', `[1, ${NEAR}]`, true],
    ['big', 'matches', `"${BIG}"`, true],
    ['one', 'matches', String.raw`"1\\.0"`, true],
    ['large', 'contains', String.raw`"e\\+16"`, true],
    ['list', 'contains', `"1.0, ${BIG}, "`, true],
    ['big', 'in-net', '"0.0.0.0/0"', false],
  ];
  for (const [field, op, value, holds] of conditions) {
    it(`${field} ${op} ${value} ${holds ? 'holds' : 'does not hold'}`, async () => {
      const requests = await run(
        setting('"yes"', `[{"field": "${field}", "op": "${op}", "value": ${value}}]`),
      );
      expect(requests.includes('"yes"')).to.equal(holds);
    });
  }

  it('are true, not empty, and one of several', async () => {
    const requests = await run(
      setting(
        '"yes"',
        `[{"field": "big", "op": "is-true"}, {"field": "big", "op": "is-empty", "invert": true},
          {"field": "big", "op": "one-of", "values": [1, ${BIG}]},
          {"field": "big", "op": "one-of", "values": [${NEAR}], "invert": true}]`,
      ),
    );
    expect(requests).to.contain('"yes"');
  });

  const templates: [template: string, text: string][] = [
    ['{data[big]}', BIG],
    ['{data[low]}', `-${BIG}`],
    ['{data[near]}', '9007199254740993'],
    ['{data[one]}', '1.0'],
    ['{data[large]}', '1e+16'],
    ['{data[tenth]}', '0.1'],
    ['{data[power]}', '100000.0'],
    ['{data[zero]} {data[minus]}', '0 -0.0'],
    ['{data[list]}', `[1.0, ${BIG}, {'x': 2.0}]`],
    ['{data[list][2][x]}', '2.0'],
    ['{data[big]!r} {data[big]!s}', `${BIG} ${BIG}`],
    ['{data[big]:d}', BIG],
    ['{data[big]:025d}', '0000018446744073709551616'],
    ['{data[low]:025}', '-000018446744073709551616'],
    [
      '{data[big]:x} {data[big]:#X} {data[low]:x}',
      '10000000000000000 0X10000000000000000 -10000000000000000',
    ],
    ['{data[big]:b}', `1${'0'.repeat(64)}`],
    ['{data[big]:o}', '2000000000000000000000'],
    ['{data[big]:,} {data[big]:_}', '18,446,744,073,709,551,616 18_446_744_073_709_551_616'],
    ['{data[big]:+d}|{data[big]:>22}', `+${BIG}|  ${BIG}`],
    ['{data[big]:.3e} {data[big]:g} {data[big]:.1f}', `1.845e+19 1.84467e+19 ${BIG}.0`],
    ['{data[one]:.2f} {data[one]:>5}', '1.00   1.0'],
  ];
  for (const [template, text] of templates) {
    it(`fill ${template} with ${text}`, async () => {
      const [[, [{ value } = { value: undefined }]] = [undefined, []]] = JSON.parse(
        await run(setting(JSON.stringify(template))),
      ) as [string, { value: unknown }[]][];
      expect(value).to.equal(text);
    });
  }

  it('refuse a template that asks for a character or float there is none of', async () => {
    for (const spec of ['c', '.3d']) {
      await rules.service.deleteAll();
      const failed = await run(setting(`"{data[big]:${spec}}"`)).catch((error: unknown) => String(error));
      expect(failed).to.contain('Invalid formatting in value');
    }
  });

  it('leave for the bare metal service as they are in the rule', async () => {
    expect(await run(setting(`[${BIG}, {"x": -${BIG}}, 5, 0.5]`))).to.contain(
      `"value":[${BIG},{"x":-${BIG}},5,0.5]`,
    );
  });

  it('of the node survive when a list is extended', async () => {
    const node = readJson(`{"extra": {"ids": [1.0, ${NEAR}]}}`) as JsonObject;
    const rule = (value: string): string =>
      `{"actions": [{"action": "extend-attribute", "path": "/extra/ids", "unique": true, "value": ${value}}]}`;
    expect(await run(rule(BIG), node)).to.contain(`"value":[1.0,${NEAR},${BIG}]`);
    await rules.service.deleteAll();
    expect(await run(rule(NEAR), node)).not.to.contain('patchNode');
  });

  it('of the node are exact in conditions', async () => {
    const node = readJson(`{"extra": {"id": ${BIG}}}`) as JsonObject;
    const condition = (value: string): string =>
      `[{"field": "node://extra.id", "op": "eq", "value": ${value}}]`;
    expect(await run(setting('"yes"', condition(NEAR)), node)).not.to.contain('"yes"');
    expect(await run(setting('"yes"', condition(BIG)), node)).to.contain('"yes"');
  });

  it('become the text of a capability', async () => {
    expect(
      await run(`{"actions": [{"action": "set-capability", "name": "id", "value": ${BIG}}]}`),
    ).to.contain(`"value":"id:${BIG}"`);
  });

  it('name the rule and the field where they cannot be compared', async () => {
    const failed = await run(setting('"yes"', '[{"field": "big", "op": "lt", "value": "x"}]')).catch(
      (error: unknown) => String(error),
    );
    expect(failed).to.contain(`with the value ${BIG}`);
  });

  it('are named with every digit where a rule is refused for them', async () => {
    const rule = setting('"yes"', `[{"field": "big", "op": "in-net", "value": ${BIG}}]`);
    const refused = await rules.service.createJson(rule).catch((error: unknown) => String(error));
    expect(refused).to.contain(`invalid value: ${BIG} is not an IP network`);
  });

  it('are exact in a dry run', async () => {
    const dry = await rulesOver(opened.database, {
      loadData: () => Promise.resolve(readJson(DATA) as JsonObject),
      readNode: (uuid) => Promise.resolve({ uuid }),
    });
    await dry.service.createJson(
      setting('"{data[one]} {data[big]}"', `[{"field": "big", "op": "eq", "value": ${BIG}}]`),
    );
    const explained = writeJson(await dry.service.explain({ node: 'n' }));
    expect(explained).to.contain(`"values":[{"value":${BIG},"result":true}]`);
    expect(explained).to.contain(`"value":"1.0 ${BIG}"`);
  });
});
