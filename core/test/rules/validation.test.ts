import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import type { Rules } from '../../src/rules/create-rules.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const condition = (fields: object): object => ({
  conditions: [fields],
  actions: [{ action: 'fail', message: 'x' }],
});
const action = (fields: object): object => ({ actions: [fields] });

describe('a new rule is refused', () => {
  let opened: RulesDatabase;
  let rules: Rules;

  before(async () => {
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database);
  });
  after(() => opened.remove());

  async function refusal(body: object | string): Promise<InspectorError> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    try {
      await rules.service.createJson(text);
    } catch (error) {
      if (InspectorError.is(error)) return error;
      throw error;
    }
    throw new Error(`${text} was accepted`);
  }

  const malformed: [body: object | string, message: string | RegExp][] = [
    ['{', 'The rule cannot be read: it is not JSON'],
    ['[]', 'A rule must be a JSON object'],
    ['null', 'A rule must be a JSON object'],
    ['5.0', 'A rule must be a JSON object'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'The rule cannot be read: it is nested too deeply'],
    [{ uuid: 'nonsense' }, 'Invalid UUID value'],
    [{ uuid: 5 }, 'Invalid UUID value'],
    [{ uuid: `{${'0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d'}}` }, 'Invalid UUID value'],
    [{ description: 5 }, 'Invalid description: it must be a string or null'],
    [{ scope: ['x'] }, 'Invalid scope: it must be a string or null'],
    [{ scope: 's'.repeat(256) }, 'Invalid scope: the length of the scope should be within 255 characters'],
    [{ priority: 1.5 }, 'Invalid priority: it must be an integer of at most 32 bits'],
    [{ priority: '1' }, /^Invalid priority/],
    [{ priority: 2 ** 31 }, /^Invalid priority/],
    [{ sensitive: 'yes' }, 'Invalid sensitive: it must be true or false'],
  ];
  for (const [body, message] of malformed) {
    it(`as malformed: ${(typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 40)}`, async () => {
      const error = await refusal(body);
      expect([error.code, error.status]).to.deep.equal(['INSP_BAD_REQUEST', 400]);
      if (typeof message === 'string') expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
    });
  }

  const eq = { op: 'eq', field: 'a', value: 1 };
  const invalid: [what: string, body: object, message: string | RegExp][] = [
    [
      'conditions that are no list',
      { conditions: {} },
      /^Validation failed for conditions: \{\} must be array/,
    ],
    [
      'conditions that are null',
      { conditions: null },
      /^Validation failed for conditions: null must be array/,
    ],
    [
      'a condition that is no object',
      { conditions: [5] },
      /^Validation failed for conditions: 5 at \/0 must be object/,
    ],
    [
      'a condition without op',
      condition({ field: 'a' }),
      /^Validation failed for conditions: \{"field":"a"\} at \/0 .*'op'/,
    ],
    [
      'a condition without field',
      condition({ op: 'eq' }),
      /^Validation failed for conditions: \{"op":"eq"\} at \/0 .*'field'/,
    ],
    [
      'an unknown operator',
      condition({ ...eq, op: 'foo' }),
      /^Validation failed for conditions: "foo" at \/0\/op .*allowed values: eq, ne, lt, le, gt, ge, in-net, matches, contains, is-empty/,
    ],
    [
      'a field that is no text',
      condition({ ...eq, field: 5 }),
      /^Validation failed for conditions: 5 at \/0\/field must be string/,
    ],
    [
      'an unknown multiple',
      condition({ ...eq, multiple: 'some' }),
      /^Validation failed for conditions: "some" at \/0\/multiple .*all, any, first/,
    ],
    [
      'an invert that is no boolean',
      condition({ ...eq, invert: 1 }),
      /^Validation failed for conditions: 1 at \/0\/invert must be boolean/,
    ],
    [
      'an unknown scheme',
      condition({ ...eq, field: 'foo://a' }),
      'Unsupported scheme for field: foo, valid values are node:// or data://',
    ],
    [
      'an empty scheme',
      condition({ ...eq, field: '://a' }),
      'Unsupported scheme for field: , valid values are node:// or data://',
    ],
    [
      'an empty path',
      condition({ ...eq, field: 'node://' }),
      'Unable to parse field JSON path node://: the path is empty',
    ],
    [
      'a wrong path',
      condition({ ...eq, field: 'a[?(@.b)]' }),
      /^Unable to parse field JSON path a\[\?\(@\.b\)\]: unexpected/,
    ],
    [
      'an intersection',
      condition({ ...eq, field: 'a & b' }),
      /^Unable to parse field JSON path a & b: .*"&"/,
    ],
    [
      'a missing value',
      condition({ op: 'eq', field: 'a' }),
      'Invalid parameters for operator eq: missing required parameter(s): value',
    ],
    [
      'a null value',
      condition({ ...eq, value: null }),
      'Invalid parameters for operator eq: missing required parameter(s): value',
    ],
    [
      'an unknown parameter',
      condition({ ...eq, val: 1 }),
      'Invalid parameters for operator eq: unexpected parameter(s): val',
    ],
    [
      'a missing and an unknown parameter',
      condition({ op: 'gt', field: 'a', val: 1 }),
      'Invalid parameters for operator gt: missing required parameter(s): value; unexpected parameter(s): val',
    ],
    [
      'a value where none belongs',
      condition({ op: 'is-empty', field: 'a', value: 1 }),
      'Invalid parameters for operator is-empty: unexpected parameter(s): value',
    ],
    [
      'a bad expression',
      condition({ op: 'matches', field: 'a', value: '(' }),
      /^Invalid parameters for operator matches: invalid regular expression: .*missing closing/,
    ],
    [
      'an expression for contains that is bad',
      condition({ op: 'contains', field: 'a', value: '[' }),
      /^Invalid parameters for operator contains: invalid regular expression: /,
    ],
    [
      'a missing expression',
      condition({ op: 'matches', field: 'a' }),
      'Invalid parameters for operator matches: missing required parameter(s): value',
    ],
    [
      'an expression that is no text',
      condition({ op: 'contains', field: 'a', value: 5 }),
      'Invalid parameters for operator contains: invalid regular expression: value must be a string',
    ],
    [
      'a conditional group',
      condition({ op: 'matches', field: 'a', value: '(a)(?(1)b|c)' }),
      /^Invalid parameters for operator matches: invalid regular expression: a conditional group/,
    ],
    [
      'a bad network',
      condition({ op: 'in-net', field: 'a', value: '192.0.2.0/33' }),
      /^Invalid parameters for operator in-net: invalid value: "192\.0\.2\.0\/33"/,
    ],
    [
      'a network that is no text',
      condition({ op: 'in-net', field: 'a', value: 5 }),
      /^Invalid parameters for operator in-net: invalid value: 5/,
    ],
    [
      'no actions',
      { conditions: [eq] },
      /^Validation failed for actions: \[\] must NOT have fewer than 1 items/,
    ],
    ['actions that are no list', { actions: 'x' }, /^Validation failed for actions: "x" must be array/],
    ['an action without name', action({ path: '/x' }), /^Validation failed for actions: .*'action'/],
    [
      'an unknown action',
      action({ action: 'foo' }),
      /^Validation failed for actions: "foo" at \/0\/action .*fail, set-attribute/,
    ],
    [
      'a missing message',
      action({ action: 'fail' }),
      'Invalid parameters for action fail: missing required parameter(s): message',
    ],
    [
      'a message that is no text',
      action({ action: 'fail', message: 5 }),
      'Invalid parameters for action fail: message must be a non-empty string',
    ],
    [
      'set-attribute without value',
      action({ action: 'set-attribute', path: '/x' }),
      'Invalid parameters for action set-attribute: missing required parameter(s): value',
    ],
    [
      'set-attribute without path',
      action({ action: 'set-attribute', value: 1 }),
      'Invalid parameters for action set-attribute: missing required parameter(s): path',
    ],
    [
      'a path that is no text',
      action({ action: 'set-attribute', path: 5, value: 1 }),
      'Invalid parameters for action set-attribute: path must be a non-empty string',
    ],
    [
      'extend-attribute without value',
      action({ action: 'extend-attribute', path: '/x', value: null }),
      'Invalid parameters for action extend-attribute: missing required parameter(s): value',
    ],
    [
      'a capability without name',
      action({ action: 'set-capability', value: 'x' }),
      'Invalid parameters for action set-capability: missing required parameter(s): name',
    ],
    [
      'a trait that is no text',
      action({ action: 'add-trait', name: 5 }),
      'Invalid parameters for action add-trait: name must be a non-empty string',
    ],
    [
      'parameters for the example',
      action({ action: 'example', x: 1 }),
      'Invalid parameters for action example: unexpected parameter(s): x',
    ],
    [
      'an unbalanced brace',
      action({ action: 'set-attribute', path: '/x', value: ['{data[a]'] }),
      'Invalid parameters for action set-attribute: value has a "{" that is never closed',
    ],
    [
      'one-of without a list',
      condition({ op: 'one-of', field: 'a', values: 'x' }),
      'Invalid parameters for operator one-of: values must be a list',
    ],
  ];
  for (const [what, body, message] of invalid) {
    it(`for ${what}`, async () => {
      const error = await refusal(body);
      expect([error.code, error.status]).to.deep.equal(['INSP_RULE_INVALID', 400]);
      if (typeof message === 'string') expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
    });
  }

  it('for its conditions before its actions, and for the scheme before the parameters', async () => {
    const both = { conditions: [{ op: 'eq', field: 'x://a' }], actions: [] };
    expect((await refusal(both)).message).to.match(/^Unsupported scheme/);
  });

  it('without showing a password in the message', async () => {
    const error = await refusal(condition({ op: 'eq', password: 'geheim' }));
    expect(error.message).to.include('<hidden>').and.not.include('geheim');
  });

  const accepted: [what: string, body: object][] = [
    [
      'extra parameters of regular expressions',
      condition({ op: 'matches', field: 'a', value: 'x', more: 1 }),
    ],
    ['unknown keys of a rule', { ...action({ action: 'example' }), foo: 'bar' }],
    ['null as value of set-attribute', action({ action: 'set-attribute', path: '/x', value: null })],
    ['parameters that are null', condition({ ...eq, more: null })],
    ['an empty expression', condition({ op: 'matches', field: 'a', value: '' })],
    ['a field that does not exist anywhere', condition({ ...eq, field: 'node://nowhere.x' })],
    [
      'a template whose key nobody knows yet',
      action({ action: 'set-attribute', path: '/x', value: '{data[q]}' }),
    ],
  ];
  for (const [what, body] of accepted) {
    it(`but not for ${what}`, async () => {
      expect(JSON.parse((await rules.service.createJson(JSON.stringify(body))).json)).to.have.property(
        'uuid',
      );
    });
  }
});
