import { nearest } from '@inspector/plugin-api/package';
import type { ConditionDefinition } from '@inspector/plugin-api';

/** Members of a rule; `links` comes with what the API returns and means nothing here. */
const RULE: readonly string[] = [
  'uuid',
  'description',
  'scope',
  'conditions',
  'actions',
  'priority',
  'sensitive',
  'links',
];
/** Members of every condition, besides the parameters of its operator. */
export const CONDITION_MEMBERS: readonly string[] = ['op', 'field', 'multiple', 'invert'];
/** Members of every action, besides its parameters. */
export const ACTION_MEMBERS: readonly string[] = ['action'];

/** What is wrong with the names of the members of a rule, a sentence each; empty: nothing. */
export const unknownMembers = (rule: object): string[] =>
  Object.keys(rule)
    .filter((name) => !RULE.includes(name))
    .map((name) => `${shown(name)} is no member of a rule${suggestion(name, RULE)}`);

/**
 * What is likely a mistyped member of a condition whose operator takes any parameters: a name close to one that is
 * known. Other operators refuse parameters they do not know.
 */
export function mistypedMembers(
  { id, anyParams = false, requiredParams = ['value'], optionalParams = [] }: ConditionDefinition,
  condition: object,
): string[] {
  if (!anyParams) return [];
  const known = [...CONDITION_MEMBERS, ...requiredParams, ...optionalParams];
  return Object.keys(condition)
    .filter((name) => !known.includes(name) && nearest(name, known) !== undefined)
    .map((name) => `${shown(name)} is no member of a condition ${id}${suggestion(name, known)}`);
}

/** `; did you mean "conditions"?` where a known name is near, else nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name.slice(0, LONGEST), known);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

/** Characters of a name that are shown and compared; longer ones are nobody's slip. */
const LONGEST = 60;
const shown = (name: string): string =>
  JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
