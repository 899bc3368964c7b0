import { resolve } from 'node:path';
import { assemblePolicy } from '../../access/policy/assemble.js';
import { readFile } from '../../access/policy/policy-files.js';
import { problemText, type PolicyProblem } from '../../access/policy/read-policy.js';
import type { CliContext } from '../context.js';
import { assembleConfigured, knownServers } from './load.js';

/** Prints every problem and whatever looks like a mistake; without files those of the configuration are looked at. */
export async function validate(names: readonly string[], context: CliContext): Promise<void> {
  const { problems, warnings, count } = await look(names, context);
  for (const problem of problems) context.warn(problemText(problem));
  for (const warning of warnings) context.warn(`${problemText(warning)} (no error)`);
  if (problems.length > 0) return context.setExitCode(1);
  const what = count === 1 ? '1 policy file has' : `${count} policy files have`;
  context.print(count === 0 ? 'There is no policy file; the defaults are in force.' : `${what} no problems.`);
}

async function look(
  names: readonly string[],
  context: CliContext,
): Promise<{ problems: readonly PolicyProblem[]; warnings: readonly PolicyProblem[]; count: number }> {
  if (names.length === 0) {
    const { problems, warnings, found } = await assembleConfigured(context, false);
    return { problems, warnings: [...found.warnings, ...warnings], count: found.paths.length };
  }
  const files = names.map((name) => readFile(resolve(context.cwd, name)));
  const servers = await knownServers(context);
  return {
    ...assemblePolicy(files, { enforceNewDefaults: true, lenient: false, servers }),
    count: files.length,
  };
}
