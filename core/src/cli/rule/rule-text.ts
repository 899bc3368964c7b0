import { isObject, parseVerbatim, writeVerbatim } from '@inspector/plugin-api/rule-values';

const PARTS: ReadonlySet<string> = new Set(['op', 'field', 'multiple', 'invert', 'action']);

/** The members of the JSON text of a rule, numbers as written, without the links of the API. */
export function ruleOf(text: string): Readonly<Record<string, unknown>> {
  const rule = parseVerbatim(text);
  if (!isObject(rule))
    throw new Error('The answer of the server is not a rule; is this the address of Inspector?');
  const { links: _, ...members } = rule;
  return members;
}

/** A rule as lines for a person. */
export function ruleLines(text: string): string[] {
  const { uuid, description, scope, priority = 0, conditions, actions } = ruleOf(text);
  return [
    `UUID         ${String(uuid)}`,
    `Description  ${description === null ? '-' : String(description)}`,
    `Scope        ${scope === null || scope === '' ? 'all nodes' : String(scope)}`,
    `Priority     ${String(priority)}`,
    'Conditions',
    ...partLines(conditions, conditionLine, 'none: it always applies'),
    'Actions',
    ...partLines(actions, actionLine, 'none'),
  ];
}

type Part = Readonly<Record<string, unknown>>;

function partLines(parts: unknown, line: (part: Part) => string, none: string): string[] {
  if (!Array.isArray(parts)) return ['  hidden: the rule is sensitive'];
  return parts.length === 0 ? [`  ${none}`] : parts.filter(isObject).map((part) => `  ${line(part)}`);
}

function conditionLine(condition: Part): string {
  const { op, field, multiple, invert } = condition;
  const several = multiple === 'any' ? '' : ` (${String(multiple)})`;
  return `${String(field)} ${invert === true ? 'not ' : ''}${String(op)}${paramsText(condition)}${several}`;
}

const actionLine = (action: Part): string => `${String(action['action'])}${paramsText(action)}`;

function paramsText(part: Part): string {
  const params = Object.entries(part).filter(([name]) => !PARTS.has(name));
  return params.map(([name, value]) => ` ${name}=${writeVerbatim(value)}`).join('');
}
