import { invalidPolicy } from '../../access/policy/live-policy.js';
import { printCheck } from '../../access/policy/print-check.js';
import { readPolicy } from '../../access/policy/read-policy.js';
import type { CliContext } from '../context.js';
import { readInput, shown, writeOutput } from '../files.js';

/** Options of `inspector policy convert`. */
export interface ConvertOptions {
  readonly output?: string;
}

/**
 * Writes a policy file as YAML, one text for each rule.
 *
 * @throws `INSP_POLICY_INVALID`, `INSP_FILE_FAILED`
 */
export async function convert(file: string, { output }: ConvertOptions, context: CliContext): Promise<void> {
  const { rules, problems } = readPolicy(await readInput(file, 'a policy', context), shown(file));
  if (problems.length > 0) throw invalidPolicy({ problems });
  const lines = rules.map(
    ({ name, check }) => `${JSON.stringify(name)}: ${JSON.stringify(printCheck(check))}\n`,
  );
  const text = lines.length === 0 ? '{}\n' : lines.join('');
  if (output === undefined) context.stdout.write(text);
  else await writeOutput(output, text, context.cwd);
}
