import type { Check } from './check.js';

/** A check as text in the language of policy files. Reading it again gives a check that decides alike. */
export function printCheck(check: Check): string {
  if (check.kind === 'or') return check.checks.map(printCheck).join(' or ');
  if (check.kind === 'and')
    return check.checks.map((part) => enclosed(part, part.kind === 'or')).join(' and ');
  if (check.kind === 'not') return `not ${enclosed(check.check, isJoined(check.check))}`;
  if (check.kind === 'allow') return '@';
  return check.kind === 'deny' ? '!' : check.text;
}

const enclosed = (check: Check, needed: boolean): string =>
  needed ? `(${printCheck(check)})` : printCheck(check);

const isJoined = ({ kind }: Check): boolean => kind === 'and' || kind === 'or';
