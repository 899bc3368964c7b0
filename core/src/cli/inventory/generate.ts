import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { explainStatuses } from '../exit-status.js';
import { readText } from '../arguments.js';
import type { GenerateOptions } from './run-generate.js';

/** `inspector inventory generate`. */
export function installGenerate(group: Command, context: CliContext): void {
  const command = group
    .command('generate')
    .description(
      'Write introspected nodes into the inventory, as inventory.generate of the configuration says',
    )
    .option('--rename', 'give hosts the present names of their nodes')
    .option('--dry-run', 'write nothing, say what would change')
    .option('--json', 'print the report as JSON')
    .option(
      '--expected <revision>',
      'refuse unless this is the newest revision; none: nothing is stored (default: any)',
      readText,
    )
    .option('--author <author>', 'who asks for it, for the history (default: the user)', readText)
    .option(
      '--reason <reason>',
      'why, for the history (default: generated from introspected nodes)',
      readText,
    )
    .action(async (_options: GenerateOptions, self: Command) => {
      const { generate } = await import('./run-generate.js');
      await generate(self.optsWithGlobals<GenerateOptions>(), context);
    });
  explainStatuses(command, {
    0: 'the inventory has all nodes; what was not done is on standard error',
    1: 'nodes or inventory could not be read or written; nothing was changed',
  });
}
