import { createInterface } from 'node:readline/promises';
import { InspectorError } from '@inspector/plugin-api';
import { isObject } from '@inspector/plugin-api/rule-values';
import type { CliContext } from '../context.js';
import type { LocatedRule } from './located-rules.js';

/**
 * Makes sure that rules that do not say `conditions` are meant for every machine: asks a person, and refuses where
 * nobody can be asked.
 *
 * @param readsInput - whether the rules themselves come from standard input
 * @throws `INSP_RULE_INVALID` naming the first such rule
 */
export async function confirmEveryMachine(
  rules: readonly LocatedRule[],
  context: CliContext,
  readsInput: boolean,
): Promise<void> {
  const silent = rules.filter(({ rule }) => isObject(rule) && !Object.hasOwn(rule, 'conditions'));
  if (silent.length === 0) return;
  const places = silent.map(({ place }) => place);
  const isPerson = !readsInput && context.stdin.isTTY === true && context.stderr.isTTY === true;
  if (isPerson && (await agrees(places, context))) return;
  throw new InspectorError(
    'INSP_RULE_INVALID',
    `${places.join('; ')}: a rule without conditions applies to every machine. Write \`conditions: []\` if that is meant.`,
  );
}

async function agrees(places: readonly string[], { stdin, stderr, signal }: CliContext): Promise<boolean> {
  const dialogue = createInterface({ input: stdin, output: stderr });
  try {
    const question = `${places.join('\n')}\nWithout conditions a rule applies to every machine. Is that meant? [y/N] `;
    return /^y(?:es)?$/i.test((await dialogue.question(question, { signal })).trim());
  } finally {
    dialogue.close();
  }
}
