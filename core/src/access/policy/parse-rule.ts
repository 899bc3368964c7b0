import { CheckFault, type Check } from './check.js';
import { parseCheck } from './parse-check.js';
import { parseLeaf } from './parse-leaf.js';

/**
 * Reads the value of a rule: a check as text, or the old form, a list of lists. Its outer lists are joined by "or", the
 * inner ones by "and"; `[]` allows, `[[]]` denies.
 *
 * @throws {@link CheckFault}
 */
export function parseRule(value: unknown): Check {
  if (typeof value === 'string') {
    if (value !== '') return parseCheck(value);
    throw new CheckFault('the empty text would allow everybody: write "@" if that is meant, "!" to deny');
  }
  if (value === null || value === undefined) {
    throw new CheckFault('no value would allow everybody: write "@" if that is meant, "!" to deny');
  }
  if (Array.isArray(value)) return parseAlternatives(value);
  throw new CheckFault(`a check is a text or a list, not ${describe(value)}: put it in quotes`);
}

function parseAlternatives(alternatives: readonly unknown[]): Check {
  if (alternatives.length === 0) return { kind: 'allow' };
  const checks = alternatives.flatMap((alternative) => parseAlternative(alternative));
  const [only] = checks;
  if (only === undefined) return { kind: 'deny' };
  return checks.length === 1 ? only : { kind: 'or', checks };
}

/** None for an empty list, which is passed over. */
function parseAlternative(alternative: unknown): Check[] {
  const leaves: readonly unknown[] = Array.isArray(alternative) ? alternative : [alternative];
  const checks = leaves.map(parseListed);
  const [only] = checks;
  if (only === undefined) return [];
  return [checks.length === 1 ? only : { kind: 'and', checks }];
}

function parseListed(leaf: unknown): Check {
  if (typeof leaf !== 'string') {
    throw new CheckFault(`a list of checks has texts in it, not ${describe(leaf)}: put it in quotes`);
  }
  if (/\s|^\(/.test(leaf) || leaf === '') {
    throw new CheckFault(
      `"${leaf}" in a list must be one comparison; write the whole rule as a text instead`,
    );
  }
  return parseLeaf(leaf);
}

const describe = (value: unknown): string =>
  typeof value === 'object' && value !== null ? 'a mapping' : JSON.stringify(value);
