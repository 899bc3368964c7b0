import { expect } from 'chai';
import { convertIronicRule } from '../../src/rule-form/ironic/convert.js';
import { hasIronicForm } from '../../src/rule-form/ironic/form.js';

const condition = (op: string, args: unknown, rest: object = {}) =>
  convertIronicRule({ conditions: [{ op, args, ...rest }], actions: [] })['conditions'];
const actions = (op: string, args: unknown, rest: object = {}) =>
  convertIronicRule({ actions: [{ op, args, ...rest }] })['actions'];
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return 'accepted';
};

describe("a rule in Ironic's own form", () => {
  it('is recognised by args without field, and by actions with op', () => {
    expect(hasIronicForm({ conditions: [{ op: 'eq', args: {} }] })).to.equal(true);
    expect(hasIronicForm({ actions: [{ op: 'fail', args: {} }] })).to.equal(true);
    expect(
      hasIronicForm({ conditions: [{ op: 'eq', field: 'a', value: 1 }], actions: [{ action: 'x' }] }),
    ).to.equal(false);
    expect(hasIronicForm({ conditions: 'x', actions: null })).to.equal(false);
  });

  it('keeps what both forms have, and loses its only phase', () => {
    const rule = { uuid: 'u', description: 'd', priority: 5, scope: 's', sensitive: true, phase: 'main' };
    expect(convertIronicRule({ ...rule, conditions: [], actions: [] })).to.deep.equal({
      uuid: 'u',
      description: 'd',
      priority: 5,
      scope: 's',
      sensitive: true,
      conditions: [],
      actions: [],
    });
    expect(convertIronicRule({ phase: null, sensitive: null, actions: [] })).to.deep.equal({ actions: [] });
  });

  const conditions: [op: string, args: unknown, expected: object][] = [
    [
      'is-empty',
      { value: '{node.driver_info[ipmi_username]}' },
      { op: 'is-empty', field: 'node://driver_info.ipmi_username' },
    ],
    ['!is-none', ['{node.name}'], { op: 'is-none', field: 'node://name', invert: true }],
    [
      'is-true',
      { value: '{plugin_data[auto_discovered]}' },
      { op: 'is-true', field: 'data://auto_discovered' },
    ],
    [
      '! is-false',
      { value: '{inventory[disks][0][rotational]}' },
      { op: 'is-false', field: 'data://inventory.disks[0].rotational', invert: true },
    ],
    [
      'is-empty',
      { value: '{inventory[odd key][a.b]}' },
      { op: 'is-empty', field: "data://inventory.'odd key'.'a.b'" },
    ],
    [
      '!contains',
      { value: '{inventory[system_vendor][manufacturer]}', regex: '(?i)example' },
      {
        op: 'contains',
        field: 'data://inventory.system_vendor.manufacturer',
        value: '(?i)example',
        invert: true,
      },
    ],
    ['matches', ['{inventory[a]}', 'x+'], { op: 'matches', field: 'data://inventory.a', value: 'x+' }],
    [
      'in-net',
      { address: '{inventory[bmc_address]}', subnet: '192.0.2.0/24' },
      { op: 'in-net', field: 'data://inventory.bmc_address', value: '192.0.2.0/24' },
    ],
    [
      'eq',
      { values: ['{inventory[cpu][count]}', 8] },
      { op: 'eq', field: 'data://inventory.cpu.count', value: 8 },
    ],
    [
      'lt',
      { values: [8, '{inventory[cpu][count]}'] },
      { op: 'gt', field: 'data://inventory.cpu.count', value: 8 },
    ],
    ['gt', [['{inventory[cpu][count]}', 8]], { op: 'gt', field: 'data://inventory.cpu.count', value: 8 }],
    [
      'eq',
      { values: ['{node.driver}', 'ipmi'], force_strings: true },
      { op: 'eq', field: 'node://driver', value: 'ipmi' },
    ],
    [
      'eq',
      { values: ['{inventory[cpu][count]}', '8'] },
      { op: 'matches', field: 'data://inventory.cpu.count', value: '8' },
    ],
    ['eq', { values: ['{node.name}', null] }, { op: 'is-none', field: 'node://name' }],
    ['eq', { values: ['{node.maintenance}', true] }, { op: 'eq', field: 'node://maintenance', value: true }],
    [
      'one-of',
      { value: '{node.driver}', values: ['ipmi', 'redfish'] },
      { op: 'one-of', field: 'node://driver', values: ['ipmi', 'redfish'] },
    ],
    [
      'one-of',
      { value: '{inventory[a]}', values: ['1.5', 'x'] },
      { op: 'matches', field: 'data://inventory.a', value: '1\\.5|x' },
    ],
    [
      'one-of',
      { value: '{inventory[a]}', values: [1, 2] },
      { op: 'one-of', field: 'data://inventory.a', values: [1, 2] },
    ],
  ];
  for (const [op, args, expected] of conditions) {
    it(`has the condition ${op} ${JSON.stringify(args)} converted`, () => {
      expect(condition(op, args)).to.deep.equal([expected]);
    });
  }

  const converted: [op: string, args: unknown, expected: object][] = [
    ['fail', { msg: 'no {thing}' }, { message: 'no {thing}' }],
    ['log', ['{inventory[a]} seen', 'warning'], { message: '{data[inventory][a]} seen', level: 'warning' }],
    [
      'set-attribute',
      { path: '/driver_info/ipmi_username', value: 'op' },
      { path: '/driver_info/ipmi_username', value: 'op' },
    ],
    [
      'set-attribute',
      { path: 'extra.a~b', value: { '{plugin_data[k]}': ['{inventory[x][0]:>5}', 7] } },
      { path: '/extra/a~0b', value: { '{data[k]}': ['{data[inventory][x][0]:>5}', 7] } },
    ],
    [
      'set-attribute',
      { path: 'driver_info/ipmi_password', value: 'a{b}c' },
      { path: '/driver_info/ipmi_password', value: 'a{{b}}c' },
    ],
    [
      'set-attribute',
      { path: 'driver_info/ipmi_password', value: 'a{b' },
      { path: '/driver_info/ipmi_password', value: 'a{{b' },
    ],
    [
      'extend-attribute',
      { path: 'extra/tags', value: 'x', unique: true },
      { path: '/extra/tags', value: 'x', unique: true },
    ],
    ['del-attribute', ['extra.tags'], { path: '/extra/tags' }],
    ['set-capability', { name: 'a', value: '{inventory[b]}' }, { name: 'a', value: '{data[inventory][b]}' }],
    ['unset-capability', { name: 'a' }, { name: 'a' }],
    ['add-trait', { name: 'CUSTOM_X' }, { name: 'CUSTOM_X' }],
    ['remove-trait', ['CUSTOM_X'], { name: 'CUSTOM_X' }],
    [
      'set-port-attribute',
      { port_id: 'p', path: 'extra/a', value: 1 },
      { port_id: 'p', path: '/extra/a', value: 1 },
    ],
    [
      'extend-port-attribute',
      { port_id: '{p}', path: 'extra/a', value: 1 },
      { port_id: '{{p}}', path: '/extra/a', value: 1 },
    ],
    ['del-port-attribute', { port_id: 'p', path: 'extra/a' }, { port_id: 'p', path: '/extra/a' }],
  ];
  for (const [op, args, expected] of converted) {
    it(`has the action ${op} ${JSON.stringify(args)} converted`, () => {
      expect(actions(op, args)).to.deep.equal([{ action: op, ...expected }]);
    });
  }

  it('has the loop of an action written out', () => {
    const loop = [
      { path: 'driver_info/ipmi_address', value: '{inventory[bmc_address]}' },
      { path: 'extra/n', value: 5 },
    ];
    expect(
      actions('set-attribute', { path: '{item[path]}', value: '{item[value]}' }, { loop }),
    ).to.deep.equal([
      { action: 'set-attribute', path: '/driver_info/ipmi_address', value: '{data[inventory][bmc_address]}' },
      { action: 'set-attribute', path: '/extra/n', value: '5' },
    ]);
    expect(actions('add-trait', { name: 'CUSTOM_{item}' }, { loop: ['A', 'B'] })).to.deep.equal([
      { action: 'add-trait', name: 'CUSTOM_A' },
      { action: 'add-trait', name: 'CUSTOM_B' },
    ]);
    expect(actions('add-trait', { name: '{item[n]}' }, { loop: { n: 'X' } })).to.have.length(1);
    expect(actions('add-trait', { name: 'X' }, { loop: [] })).to.have.length(1);
  });

  const refused: [what: string, work: () => unknown, text: string][] = [
    ['another phase', () => convertIronicRule({ phase: 'early', actions: [] }), 'its phase is "early"'],
    [
      'an unknown member',
      () => convertIronicRule({ colour: 1, actions: [] }),
      'colour is no member of a rule',
    ],
    ['an unknown operator', () => condition('like', {}), 'the operator "like" is not known here'],
    ['a loop in a condition', () => condition('is-true', { value: '{item}' }, { loop: [1] }), 'has a loop'],
    [
      'a condition on a part of a text',
      () => condition('is-true', { value: 'x{inventory[a]}' }),
      'not exactly one template',
    ],
    [
      'a comparison of two fields',
      () => condition('eq', { values: ['{node.name}', '{inventory[a]}'] }),
      'one template with one value',
    ],
    [
      'a comparison of three',
      () => condition('eq', { values: ['{node.name}', 1, 2] }),
      'one template with one value',
    ],
    ['an order of texts', () => condition('lt', { values: ['{inventory[a]}', '5'] }), 'without quotes'],
    [
      'a subnet that is not written out',
      () => condition('in-net', { address: '{node.name}', subnet: '{inventory[a]}' }),
      'subnet',
    ],
    ['a missing argument', () => condition('matches', { value: '{node.name}' }), 'lacks the argument regex'],
    ['an unknown argument', () => actions('fail', { msg: 'x', level: 1 }), 'has no argument level'],
    ['too many arguments', () => actions('fail', ['x', 'y']), 'more args than it takes'],
    ['a call of an API', () => actions('api-call', { url: 'x' }), 'its action "api-call" has no counterpart'],
    ['plugin data', () => actions('set-plugin-data', { path: 'a', value: 1 }), 'has no counterpart'],
    [
      'a template of the node',
      () => actions('set-attribute', { path: 'extra/a', value: '{node.name}' }),
      'names the node',
    ],
    [
      'an item without the key',
      () => actions('add-trait', { name: '{item[n]}' }, { loop: [{}] }),
      'has no {item[n]}',
    ],
  ];
  for (const [what, work, text] of refused) {
    it(`is refused for ${what}`, () =>
      expect(refusal(work))
        .to.match(/^NoCounterpart: /)
        .and.include(text));
  }
});
