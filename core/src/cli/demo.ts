import { InvalidArgumentError } from 'commander';
import { readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import type { DemoOptions } from './demo/demonstrate.js';
import { explainStatuses } from './exit-status.js';

const MOST_NODES = 1000;

/** `inspector demo`: a whole introspection service with simulated machines, in one command. */
export const installDemo: CommandInstaller = (program, context) => {
  const command = program
    .command('demo')
    .description(
      'Introspect simulated machines, with everything on this computer; hooks, storage and plugins as in --config, if that is given',
    )
    .option('--nodes <n>', `how many machines, 1 to ${MOST_NODES}`, nodeCount, 5)
    .option('--rules <file>', 'rules to work by, JSON or YAML (default: none)', readText)
    .option('--keep', 'leave everything running until Ctrl-C')
    .action(async (options: Omit<DemoOptions, 'config'>) => {
      const { demonstrate } = await import('./demo/demonstrate.js');
      const { config } = program.opts<{ config?: string }>();
      await demonstrate({ ...options, config }, context);
    });
  explainStatuses(command, { 0: 'all introspections ended well', 1: 'an introspection failed' });
};

function nodeCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_NODES)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_NODES}.`);
  return count;
}
