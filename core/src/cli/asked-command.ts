import type { Command } from 'commander';

const HELP = new Set(['--help', '-h']);

/**
 * The arguments in a form that commander understands correctly. `help rule list` becomes `rule list --help`,
 * because commander would take it for `rule --help`. If a word names no command, `--help` is removed: commander would
 * show the help of the group then, and not say that there is no such command.
 *
 * @param argv - arguments of the program
 */
export function askedFor(program: Command, argv: readonly string[]): string[] {
  const places = placesOfWords(argv);
  let command = program;
  for (const place of places) {
    if (command.commands.length === 0) break;
    if (argv[place] === 'help') {
      if (place === places.at(-1)) break;
      return askedFor(program, [...argv.slice(0, place), ...argv.slice(place + 1), '--help']);
    }
    const next = command.commands.find((one) => one.name() === argv[place]);
    if (next === undefined) return argv.filter((argument) => !HELP.has(argument));
    command = next;
  }
  return [...argv];
}

/** Where the arguments are that are neither options of the program nor values of them. */
function placesOfWords(argv: readonly string[]): number[] {
  const places: number[] = [];
  for (let index = 0; index < argv.length; index++) {
    if (argv[index] === '--config') index++;
    else if (argv[index]?.startsWith('-') === false) places.push(index);
  }
  return places;
}
