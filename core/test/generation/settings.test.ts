import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import type { ConditionSettings, GenerateSettings } from '../../src/config/options/inventory-generate.js';
import { readySettings } from '../../src/generation/settings.js';
import type { ConditionOperator } from '../../src/rules/operators.js';
import { standardOperators } from '../rules/operators-fixture.js';

describe('the options of generation', () => {
  let conditions: ReadonlyMap<string, ConditionOperator>;
  before(async () => {
    ({ conditions } = await standardOperators());
  });
  const ready = (settings: GenerateSettings) => readySettings(settings, conditions);

  it('are complete without any', () => {
    const { options, states } = ready({});
    expect(options).to.deep.equal({
      prefix: 'inspector_',
      ansibleHost: 'none',
      domain: '',
      adopt: false,
      nameFrom: [],
      keyedGroups: [],
      groups: [],
      compose: {},
    });
    expect([...states]).to.deep.equal(['finished']);
  });

  describe('groups by conditions', () => {
    const facts = { memory_mb: 65536, vendor: 'Dell Inc.', interfaces: [{ vlans: [1, 2] }, { vlans: [7] }] };
    const subject = {
      facts,
      data: { cpu: { count: '8' } },
      node: { name: 'web-1', owner: null } as JsonObject,
    };
    const holds = (...list: ConditionSettings[]): boolean | undefined =>
      ready({ groups: { g: list } }).options.groups[0]?.holds(subject);

    const cases: readonly (readonly [string, ConditionSettings[], boolean])[] = [
      ['facts', [{ op: 'ge', field: 'memory_mb', value: 65536 }], true],
      ['facts that do not fit', [{ op: 'gt', field: 'memory_mb', value: 65536 }], false],
      [
        'all of several',
        [
          { op: 'ge', field: 'memory_mb', value: 1 },
          { op: 'eq', field: 'vendor', value: 'x' },
        ],
        false,
      ],
      ['introspection data', [{ op: 'eq', field: 'data://cpu.count', value: 8 }], true],
      ['the node', [{ op: 'matches', field: 'node://name', value: 'web-.*' }], true],
      ['any value', [{ op: 'eq', field: 'interfaces[*].vlans[*]', value: 7 }], true],
      ['all values', [{ op: 'eq', field: 'interfaces[*].vlans[*]', value: 7, multiple: 'all' }], false],
      [
        'the first value',
        [{ op: 'eq', field: 'interfaces[*].vlans[*]', value: 7, multiple: 'first' }],
        false,
      ],
      ['the opposite', [{ op: 'contains', field: 'vendor', value: 'HPE', invert: true }], true],
      ['what is not there', [{ op: 'eq', field: 'serial', value: 'x', invert: true }], false],
      [
        'what may be missing',
        [
          { op: 'is-empty', field: 'node://owner' },
          { op: 'is-empty', field: 'serial' },
        ],
        true,
      ],
      ['no condition', [], true],
    ];
    for (const [what, list, expected] of cases) {
      it(`look at ${what}`, () => {
        expect(holds(...list)).to.equal(expected);
      });
    }

    it('say why a value cannot be compared', () => {
      expect(() => holds({ op: 'ge', field: 'vendor', value: 5 })).to.throw();
    });
  });

  const wrong: readonly (readonly [string, GenerateSettings, RegExp])[] = [
    [
      'a variable that runs commands',
      { compose: { ansible_ssh_common_args: 'vendor' } },
      /compose\.ansible_ssh_common_args: .* how Ansible connects/,
    ],
    ['a field of nowhere', { compose: { x: 'ftp://x' } }, /compose\.x: Unsupported scheme for field: ftp/],
    ['a path that is none', { keyedGroups: [{ key: 'a[' }] }, /keyedGroups\[0\]\.key: Unable to parse/],
    ['the name of a group', { groups: { 'a-b': [] } }, /groups\.a-b: Ansible takes no such name/],
    [
      'an operator',
      { groups: { g: [{ op: 'nope', field: 'x' }] } },
      /groups\.g: the condition nope of x cannot be used: no installed plugin/,
    ],
    [
      'parameters',
      { groups: { g: [{ op: 'eq', field: 'x' }] } },
      /groups\.g: .*missing required parameter\(s\): value/,
    ],
    [
      'a network',
      { groups: { g: [{ op: 'in-net', field: 'x', value: 'y' }] } },
      /groups\.g: the condition in-net of x cannot be used/,
    ],
  ];
  for (const [what, settings, said] of wrong) {
    it(`are refused: ${what}`, () => {
      expect(() => ready(settings))
        .to.throw(said)
        .with.property('code', 'INSP_CONFIG_INVALID');
    });
  }
});
