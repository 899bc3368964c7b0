import type { JsonSchema } from '@inspector/plugin-api';
import type { Option } from '../option.js';

/** A condition as in rules: `op`, `field`, `multiple`, `invert`, and the parameters of the operator. */
export type ConditionSettings = Readonly<Record<string, unknown>> & {
  readonly op: string;
  readonly field: string;
};

/** How introspected nodes become hosts of the inventory, as an operator writes it. */
export interface GenerateSettings {
  readonly afterIntrospection?: boolean;
  readonly prefix?: string;
  readonly states?: readonly string[];
  readonly ansibleHost?: 'none' | 'bootIp' | 'name';
  readonly domain?: string;
  readonly nameFrom?: readonly ('serial' | 'lldp' | 'hostname')[];
  readonly adopt?: boolean;
  readonly keyedGroups?: readonly {
    readonly key: string;
    readonly prefix?: string;
    readonly separator?: string;
    readonly parentGroup?: string;
  }[];
  readonly groups?: Readonly<Record<string, readonly ConditionSettings[]>>;
  readonly compose?: Readonly<Record<string, string>>;
}

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  ...more,
  description,
});
const flag = (description: string): JsonSchema => ({ type: 'boolean', default: false, description });

const KEYED_GROUP: JsonSchema = {
  type: 'object',
  required: ['key'],
  additionalProperties: false,
  properties: {
    key: text('Field whose value names the group.', { minLength: 1 }),
    prefix: text('In front of the value.', { default: '' }),
    separator: text('Between prefix and value.', { default: '_' }),
    parentGroup: text('Group that has these groups as children.', { minLength: 1 }),
  },
};

const CONDITION: JsonSchema = {
  type: 'object',
  required: ['op', 'field'],
  properties: {
    op: text('Operator.'),
    field: text('Field.'),
    multiple: { type: 'string', enum: ['all', 'any', 'first'], description: 'How several values count.' },
    invert: { type: 'boolean', description: 'Turns the result of each value round.' },
  },
};

const SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    afterIntrospection: flag('Also after introspections that end well, and not by command only.'),
    prefix: text('In front of every variable that is owned.', {
      default: 'inspector_',
      pattern: '^[A-Za-z_][A-Za-z0-9_]*_$',
      not: { pattern: '^ansible_' },
    }),
    states: {
      type: 'array',
      items: { type: 'string' },
      default: ['finished'],
      description: 'States of introspection records. The hosts of other nodes stay as they are.',
    },
    ansibleHost: text(
      'Where Ansible connects to: nothing is said, the address it booted with, or its name.',
      {
        enum: ['none', 'bootIp', 'name'],
        default: 'none',
      },
    ),
    domain: text('With `ansibleHost: name`: what follows the name of the host.', {
      default: '',
      pattern: '^(\\.[A-Za-z0-9-]+)*$',
    }),
    nameFrom: {
      type: 'array',
      items: { type: 'string', enum: ['serial', 'lldp', 'hostname'] },
      default: [],
      description:
        'Where the name of a new host comes from if its node has none: serial number, description of the switch port, what the ramdisk calls itself.',
    },
    adopt: flag('Take hosts of others that have an address of the node.'),
    keyedGroups: {
      type: 'array',
      items: KEYED_GROUP,
      default: [],
      description: 'Groups by the value of a field.',
    },
    groups: {
      type: 'object',
      additionalProperties: { type: 'array', items: CONDITION },
      default: {},
      description: 'Groups by conditions, all of which must hold.',
    },
    compose: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1 },
      default: {},
      description: 'Variables by the field that each is made of.',
    },
  },
};

const DESCRIPTION =
  'How introspected nodes become hosts: `afterIntrospection`, `prefix`, `states`, `ansibleHost`, `domain`, `nameFrom`, `adopt`, `keyedGroups`, `groups`, `compose`, see the guide for Ansible.';

/** The option `inventory.generate`. */
export const generateOption: Option<GenerateSettings> = {
  schema: { ...SCHEMA, description: DESCRIPTION, default: {} },
  fallback: {},
  description: DESCRIPTION,
  secret: false,
};
