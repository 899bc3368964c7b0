import { InspectorError } from '@inspector/plugin-api';
import { isValidGroupName } from '../ansible/group-names.js';
import type { GenerateSettings } from '../config/options/inventory-generate.js';
import type { ConditionOperator } from '../rules/operators.js';
import { conditionGroup } from './condition-group.js';
import { fieldFinder } from './field.js';
import type { GenerationOptions } from './types.js';
import { refusedVariable } from './variable-names.js';

/** What generation works with, made of what an operator wrote. */
export interface ReadySettings {
  readonly options: GenerationOptions;
  /** States of records whose hosts are written. */
  readonly states: ReadonlySet<string>;
}

/**
 * Completes and checks the options of generation.
 *
 * @param operators - the conditions of plugins
 * @throws `INSP_CONFIG_INVALID` naming the option
 */
export function readySettings(
  settings: GenerateSettings,
  operators: ReadonlyMap<string, ConditionOperator>,
): ReadySettings {
  const { prefix = 'inspector_', keyedGroups = [], groups = {}, compose = {} } = settings;
  for (const [name, field] of Object.entries(compose)) {
    const reason = refusedVariable(name, prefix);
    if (reason !== undefined) throw refused(`compose.${name}`, `this variable cannot be made: ${reason}`);
    checkField(`compose.${name}`, field);
  }
  for (const [index, { key }] of keyedGroups.entries()) checkField(`keyedGroups[${String(index)}].key`, key);
  for (const name of Object.keys(groups)) {
    if (!isValidGroupName(name)) {
      throw refused(`groups.${name}`, 'Ansible takes no such name: it needs letters, digits and _');
    }
  }
  return {
    states: new Set(settings.states ?? ['finished']),
    options: {
      prefix,
      ansibleHost: settings.ansibleHost ?? 'none',
      domain: settings.domain ?? '',
      adopt: settings.adopt ?? false,
      nameFrom: settings.nameFrom ?? [],
      keyedGroups: keyedGroups.map(({ key, prefix: before = '', separator = '_', parentGroup }) => ({
        key,
        prefix: before,
        separator,
        ...(parentGroup !== undefined && { parentGroup }),
      })),
      groups: Object.entries(groups).map(([name, conditions]) => conditionGroup(name, conditions, operators)),
      compose,
    },
  };
}

function checkField(option: string, field: string): void {
  try {
    fieldFinder(field);
  } catch (error) {
    throw refused(option, InspectorError.is(error) ? error.message : String(error));
  }
}

const refused = (option: string, message: string): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `inventory.generate.${option}: ${message}`);
