import type { Command } from 'commander';

/** An option as a shell or a reader has to know it. */
export interface ToldOption {
  /** All spellings and the value, such as `-m, --message <text>`. */
  readonly flags: string;
  readonly spellings: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

/** An argument. */
export interface ToldArgument {
  /** Its name, such as `node`. */
  readonly name: string;
  readonly isVariadic: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

/** A command of the program, with those below it. */
export interface ToldCommand {
  readonly name: string;
  /** The names from the program on, such as `inspector rule list`. */
  readonly path: string;
  readonly usage: string;
  readonly description: string;
  readonly arguments: readonly ToldArgument[];
  readonly options: readonly ToldOption[];
  readonly commands: readonly ToldCommand[];
}

/** Tells of a command and of all below it. */
export function commandTree(command: Command, above = ''): ToldCommand {
  const path = `${above} ${command.name()}`.trim();
  return {
    ...{ name: command.name(), path, usage: command.usage(), description: command.description() },
    arguments: command.registeredArguments.map((argument) => ({
      ...{ name: argument.name(), isVariadic: argument.variadic },
      ...{ choices: argument.argChoices ?? [], description: argument.description },
    })),
    options: command.options
      .filter(({ hidden }) => !hidden)
      .map(({ flags, short, long, required, optional, argChoices, description }) => ({
        ...{ flags, description, takesValue: required || optional, choices: argChoices ?? [] },
        spellings: [short, long].filter((spelling) => spelling !== undefined),
      })),
    commands: command.commands.map((below) => commandTree(below, path)),
  };
}

/** A command and all below it, in the order of the help. */
export const allCommands = (command: ToldCommand): ToldCommand[] => [
  command,
  ...command.commands.flatMap(allCommands),
];

/** Whether a command takes names of nodes. */
export const takesNodes = ({ arguments: args }: ToldCommand): boolean =>
  args.some(({ name }) => /^nodes?$/.test(name));

/** The fixed words that a command takes as its arguments. */
export const wordsOf = ({ arguments: args }: ToldCommand): string[] => args.flatMap(({ choices }) => choices);
