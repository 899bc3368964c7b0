import { isObject } from '@inspector/plugin-api/rule-values';

/** Members by which an object is known as a rule, in whichever form. */
const OF_RULES: readonly string[] = [
  'conditions',
  'actions',
  'condition',
  'action',
  'description',
  'uuid',
  'op',
];

/**
 * The rules in what a file holds. Files of deployment tools give rules as the value of a variable
 * (`introspection_rules: [...]`), or as several variables: their values are taken, in order.
 *
 * @returns undefined where the value is a rule itself, or nothing that could be one
 */
export function unwrap(
  value: unknown,
): { readonly names: readonly string[]; readonly rules: readonly unknown[] } | undefined {
  if (!isObject(value)) return undefined;
  const members = Object.entries(value);
  if (members.length === 0 || members.some(([name]) => OF_RULES.includes(name))) return undefined;
  if (!members.every(([, held]) => holdsRules(held))) return undefined;
  return { names: members.map(([name]) => name), rules: members.flatMap(([, held]) => held as unknown) };
}

const holdsRules = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(looksLikeRule) : looksLikeRule(value);

const looksLikeRule = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).some((name) => OF_RULES.includes(name));
