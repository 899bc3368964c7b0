import { Argument, type Command } from 'commander';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { serverClient, withServerOptions, type ServerOptions } from './server-options.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const WORDS = [...SHELLS, 'names'] as const;

/**
 * `inspector completion bash|zsh|fish|names`.
 *
 * @param wholeProgram - makes the program with all of its commands
 */
export const installCompletion =
  (wholeProgram: (context: CliContext) => Promise<Command>): CommandInstaller =>
  (program, context) => {
    const command = program
      .command('completion')
      .description('Print what makes a shell complete commands, options and names of nodes')
      .addArgument(
        new Argument('<shell>', 'which shell; "names" prints the names of nodes, within a second').choices(
          WORDS,
        ),
      )
      .addHelpText(
        'after',
        `
bash: inspector completion bash > /etc/bash_completion.d/inspector, or: source <(inspector completion bash)
zsh:  inspector completion zsh > "\${fpath[1]}/_inspector", or: source <(inspector completion zsh)
fish: inspector completion fish > ~/.config/fish/completions/inspector.fish`,
      );
    withServerOptions(command).action(async (shell: (typeof WORDS)[number], options: ServerOptions) => {
      if (shell === 'names') {
        const { nodeNames } = await import('./completion/node-names.js');
        for (const name of await nodeNames(serverClient(options, context))) context.print(name);
        return;
      }
      const [{ commandTree }, { bashCompletion }, { zshCompletion }, { fishCompletion }] = await Promise.all([
        import('./completion/command-tree.js'),
        import('./completion/bash.js'),
        import('./completion/zsh.js'),
        import('./completion/fish.js'),
      ]);
      const write = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
      context.stdout.write(write(commandTree(await wholeProgram(context))));
    });
    explainStatuses(command, {
      0: 'it is printed; names also when no server answers',
      1: 'it could not be printed',
    });
  };
