/** A JSON object as it was received. */
export type Members = Readonly<Record<string, unknown>>;

/** A part of a rule in Ironic's form that has no counterpart here; the message ends a sentence about the rule. */
export class NoCounterpart extends Error {
  override readonly name = 'NoCounterpart';
}

/** What a rule in Ironic's form is told where nothing converts it. */
export const IRONIC_FORM_HINT =
  "The rule has the form of Ironic's own inspection rules (2025.1 and later). `inspector rule import` converts it; by " +
  'hand, write `field` and parameters instead of `args`, `invert: true` instead of "!", and `action` instead of the ' +
  '`op` of an action.';

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of a list that are objects; nothing for anything else. */
export const partsOf = (value: unknown): readonly Members[] =>
  Array.isArray(value) ? value.filter(isMembers) : [];

/** The own member of an object. */
export const own = (object: Members, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** Whether a rule has the form of Ironic's own inspection rules rather than that of ironic-inspector. */
export function hasIronicForm(rule: Members): boolean {
  const conditions = partsOf(own(rule, 'conditions'));
  const actions = partsOf(own(rule, 'actions'));
  return (
    conditions.some((part) => Object.hasOwn(part, 'args') && !Object.hasOwn(part, 'field')) ||
    actions.some((part) => Object.hasOwn(part, 'op') && !Object.hasOwn(part, 'action'))
  );
}
