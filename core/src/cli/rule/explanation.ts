import type { Explanation } from '@inspector/client';
import type { JsonObject } from '@inspector/plugin-api';
import { objectMembers, textMember } from '@inspector/plugin-api/ramdisk-data';

/** The result of a dry run as lines for a person. */
export function explanationLines(explanation: Explanation): string[] {
  const rules = objectMembers(explanation, 'rules');
  const changes = objectMembers(explanation, 'changes');
  const error = textMember(explanation, 'error');
  return [
    ...(rules.length === 0 ? ['There are no rules.'] : rules.flatMap(ruleLines)),
    '',
    ...(changes.length === 0
      ? ['Nothing would be changed.']
      : ['Would be changed:', ...changes.map(changeLine)]),
    ...(error === undefined ? [] : ['', `The introspection would fail: ${error}`]),
  ];
}

function ruleLines(rule: JsonObject): string[] {
  const name = textMember(rule, 'description') ?? '';
  const uuid = textMember(rule, 'uuid') ?? '';
  const title = name === uuid ? uuid : `${name} (${uuid})`;
  return [
    `${title}: ${rule['applies'] === true ? 'applies' : 'does not apply'}`,
    ...scopeLines(rule['scope']),
    ...objectMembers(rule, 'conditions').map(conditionLine),
    ...objectMembers(rule, 'actions').flatMap(actionLines),
  ];
}

function scopeLines(scope: unknown): string[] {
  const expected = textMember(scope, 'expected');
  if (expected === undefined) return [];
  const found = textMember(scope, 'found') ?? 'none';
  return [`  ${expected === found ? 'yes' : 'no '}  scope ${expected}, the node has ${found}`];
}

function conditionLine(condition: JsonObject): string {
  const text =
    textMember(condition, 'text') ??
    [textMember(condition, 'field'), textMember(condition, 'op')]
      .filter((part) => part !== undefined)
      .join(' ');
  const error = textMember(condition, 'error');
  return `  ${condition['holds'] === true ? 'yes' : 'no '}  ${text}${error === undefined ? '' : ` -- ${error}`}`;
}

function actionLines(action: JsonObject): string[] {
  const error = textMember(action, 'error');
  return [
    `  action ${textMember(action, 'action') ?? ''}${error === undefined ? '' : ` -- ${error}`}`,
    ...objectMembers(action, 'changes').map((change) => `  ${changeLine(change)}`),
  ];
}

function changeLine(change: JsonObject): string {
  const words = ['target', 'op', 'path'].map((name) => textMember(change, name));
  const value = Object.hasOwn(change, 'value') ? [JSON.stringify(change['value'])] : [];
  return `  ${[...words.filter((word) => word !== undefined), ...value].join(' ')}`;
}
