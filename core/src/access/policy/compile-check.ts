import type { Check, Leaf, Template } from './check.js';
import { pythonText, type PolicyTarget, type PolicyValue, type PolicyValues } from './policy-values.js';

/** What another server says; undefined instead of a URL: the request lacks a value that is part of it. */
export type Ask = (url: string | undefined) => boolean;

/** Decides for a caller and what the request is about. */
export type Decide = (values: PolicyValues, target: PolicyTarget, ask: Ask) => boolean;

/** The decision of a check, and the comparison that it rests on. */
export interface Verdict {
  readonly allowed: boolean;
  readonly leaf: string;
}

/** Gives the decision of a rule by its name; a rule that is not there denies. */
export type RuleLookup = (name: string) => Decide;

/** Turns a check into a function, once. */
export function compileCheck(check: Check, ruleNamed: RuleLookup): Decide {
  if (check.kind === 'not') {
    const inner = compileCheck(check.check, ruleNamed);
    return (values, target, ask) => !inner(values, target, ask);
  }
  if (check.kind !== 'and' && check.kind !== 'or') return compileLeaf(check, ruleNamed);
  const parts = check.checks.map((part) => compileCheck(part, ruleNamed));
  if (check.kind === 'and') return (...asked) => parts.every((decide) => decide(...asked));
  return (...asked) => parts.some((decide) => decide(...asked));
}

function compileLeaf(leaf: Leaf, ruleNamed: RuleLookup): Decide {
  switch (leaf.kind) {
    case 'allow':
      return () => true;
    case 'deny':
      return () => false;
    case 'rule': {
      // Found when it is needed: rules may name each other in any order.
      let decide: Decide | undefined;
      return (...asked) => (decide ??= ruleNamed(leaf.rule))(...asked);
    }
    case 'role': {
      const wanted = filler(leaf.match);
      return ({ roles }, target) => {
        const role = wanted(target)?.toLowerCase();
        return Array.isArray(roles) && roles.some((one: string) => one.toLowerCase() === role);
      };
    }
    case 'attribute': {
      const wanted = filler(leaf.match);
      return (values, target) => {
        const text = wanted(target);
        return text !== undefined && holds(valueAt(values, leaf.path), text);
      };
    }
    case 'literal': {
      const wanted = filler(leaf.match);
      return (_, target) => wanted(target) === leaf.value;
    }
    case 'remote': {
      const url = filler(leaf.url, encodeURIComponent);
      return (_values, target, ask) => ask(url(target));
    }
  }
}

/** Only lists have members here, so a longer path leads nowhere. */
const valueAt = (values: PolicyValues, [name = '', ...rest]: readonly string[]): PolicyValue | undefined =>
  rest.length === 0 && Object.hasOwn(values, name) ? values[name] : undefined;

function holds(value: PolicyValue | undefined, text: string): boolean {
  if (value === undefined) return false;
  if (typeof value === 'object' && value !== null) return value.includes(text);
  return pythonText(value) === text;
}

/**
 * Fills a template; undefined where the request lacks a value.
 *
 * @param written - how a value is written
 */
function filler(
  { texts, names }: Template,
  written: (value: string) => string = (value) => value,
): (target: PolicyTarget) => string | undefined {
  const [only = ''] = texts;
  if (names.length === 0) return () => only;
  return (target) => {
    let filled = only;
    for (const [index, name] of names.entries()) {
      const value = Object.hasOwn(target, name) ? target[name] : undefined;
      if (value === undefined) return undefined;
      filled += written(pythonText(value)) + (texts[index + 1] ?? '');
    }
    return filled;
  };
}

/**
 * Decides like a compiled check, and says which comparison was the last word.
 *
 * @param checkNamed - the check of a rule by its name; undefined: it denies
 * @param asked - the caller, what the request is about, and what other servers said
 */
export function explainCheck(
  check: Check,
  checkNamed: (name: string) => Check | undefined,
  ...asked: Parameters<Decide>
): Verdict {
  const explain = (part: Check): Verdict => explainCheck(part, checkNamed, ...asked);
  if (check.kind === 'not') {
    const { allowed, leaf } = explain(check.check);
    return { allowed: !allowed, leaf: `not ${leaf}` };
  }
  if (check.kind === 'and' || check.kind === 'or') {
    const verdicts = check.checks.map(explain);
    const decisive = verdicts.find(({ allowed }) => allowed === (check.kind === 'or'));
    if (decisive) return decisive;
    const all = verdicts.map(({ leaf }) => leaf).join(`, `);
    return { allowed: check.kind === 'and', leaf: all };
  }
  if (check.kind === 'rule') {
    const named = checkNamed(check.rule);
    return named === undefined ? { allowed: false, leaf: check.text } : explain(named);
  }
  const allowed = compileLeaf(check, () => () => false)(...asked);
  if (check.kind === 'allow') return { allowed, leaf: '@' };
  return { allowed, leaf: check.kind === 'deny' ? '!' : check.text };
}
