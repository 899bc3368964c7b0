import type { ActionDefinition, ConditionDefinition, RuleParams } from '@inspector/plugin-api';
import {
  actionSuite,
  conditionSuite,
  packageSuite,
  type ActionRun,
  type ConditionCase,
} from '@inspector/test-kit';
import delAttribute from '../src/actions/del-attribute.js';
import delPortAttribute from '../src/actions/del-port-attribute.js';
import example from '../src/actions/example.js';
import extendAttribute from '../src/actions/extend-attribute.js';
import extendPortAttribute from '../src/actions/extend-port-attribute.js';
import fail from '../src/actions/fail.js';
import log from '../src/actions/log.js';
import setAttribute from '../src/actions/set-attribute.js';
import setCapability from '../src/actions/set-capability.js';
import setPortAttribute from '../src/actions/set-port-attribute.js';
import { addTrait, removeTrait } from '../src/actions/traits.js';
import unsetCapability from '../src/actions/unset-capability.js';
import { eq, ge, gt, le, lt, ne } from '../src/conditions/compare.js';
import { contains, matches } from '../src/conditions/expressions.js';
import inNet from '../src/conditions/in-net.js';
import isEmpty from '../src/conditions/is-empty.js';
import isNone from '../src/conditions/is-none.js';
import oneOf from '../src/conditions/one-of.js';
import { isFalse, isTrue } from '../src/conditions/truth.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

const four: RuleParams = { value: 4 };
const conditions: [ConditionDefinition, ConditionCase, refused?: RuleParams[]][] = [
  [eq, { params: four, fulfilledBy: [4, '4'], notBy: [5, '5'] }, [{}, { value: null }]],
  [ne, { params: { value: 'a' }, fulfilledBy: ['b', 1, null], notBy: ['a'] }, [{}]],
  [lt, { params: four, fulfilledBy: [3, '3', true], notBy: [4, 5] }, [{}, { value: 4, other: 1 }]],
  [le, { params: four, fulfilledBy: [3, 4], notBy: [5] }, [{}]],
  [gt, { params: four, fulfilledBy: [5, '5'], notBy: [4, 3] }, [{}]],
  [ge, { params: four, fulfilledBy: [5, 4], notBy: [3] }, [{}]],
  [
    inNet,
    { params: { value: '192.0.2.0/24' }, fulfilledBy: ['192.0.2.7'], notBy: ['192.0.3.7', '::1', 'x', null] },
    [{}, { value: 'here' }, { value: '192.0.2.0/33' }],
  ],
  [
    matches,
    { params: { value: 'db-\\d+' }, fulfilledBy: ['db-12'], notBy: ['xdb-12', ''] },
    [{}, { value: '(' }],
  ],
  [contains, { params: { value: 'b-\\d' }, fulfilledBy: ['db-12'], notBy: ['db-x'] }, [{}, { value: 5 }]],
  [
    isEmpty,
    { params: {}, fulfilledBy: ['', null, [], {}], notBy: [0, false, ' ', [null], { a: 1 }] },
    [{ value: 1 }],
  ],
  [
    oneOf,
    { params: { values: ['a', 5] }, fulfilledBy: ['a', 5], notBy: ['A', '5', null] },
    [{}, { values: 'a' }],
  ],
  [isNone, { params: {}, fulfilledBy: [null], notBy: ['', 0, false] }, [{ value: 1 }]],
  [isTrue, { params: {}, fulfilledBy: [true, 1, 'Yes'], notBy: [false, 0, 'on', null] }, [{ value: 1 }]],
  [isFalse, { params: {}, fulfilledBy: [false, 0, 'no', null], notBy: [true, 1, 'off'] }, [{ value: 1 }]],
];
for (const [definition, one, refused = []] of conditions) {
  conditionSuite({ describe, it, definition, cases: [one], refused });
}

const mac = '52:54:00:aa:00:01';
const run: ActionRun = {
  node: {
    extra: { racks: ['R6'], old: 1 },
    properties: { capabilities: 'boot_mode:bios' },
    traits: ['CUSTOM_OLD'],
  },
  ports: [{ address: mac, extra: { switches: ['leaf-1'] } }],
};
const actions: [ActionDefinition, params: RuleParams, refused: RuleParams[]][] = [
  [setAttribute, { path: '/extra/rack', value: 'R7' }, [{}, { path: '/extra/rack' }, { path: '', value: 1 }]],
  [extendAttribute, { path: '/extra/racks', value: 'R7', unique: true }, [{ path: 5, value: 1 }]],
  [delAttribute, { path: '/extra/old' }, [{}, { path: '/extra/old', value: 1 }]],
  [setCapability, { name: 'boot_mode', value: 'uefi' }, [{}, { name: '' }]],
  [unsetCapability, { name: 'boot_mode' }, [{}, { name: 7 }]],
  [addTrait, { name: 'CUSTOM_NEW' }, [{}, { name: '' }]],
  [removeTrait, { name: 'CUSTOM_OLD' }, [{}]],
  [log, { message: 'seen', level: 'warning' }, [{}, { message: 'seen', level: 'loud' }]],
  [example, {}, [{ message: 'x' }]],
  [
    setPortAttribute,
    { port_id: mac, path: '/extra/rack', value: 'R7' },
    [{ port_id: mac, path: '/extra/rack' }],
  ],
  [
    extendPortAttribute,
    { port_id: mac, path: '/extra/switches', value: 'leaf-2' },
    [{ path: '/extra/switches' }],
  ],
  [delPortAttribute, { port_id: mac, path: '/extra/switches' }, [{ port_id: '', path: '/extra/switches' }]],
];
for (const [definition, params, refused] of actions) {
  actionSuite({ describe, it, definition, params, run, refused });
}
actionSuite({
  describe,
  it,
  definition: fail,
  params: { message: 'no' },
  fails: true,
  refused: [{}, { message: '' }],
});
