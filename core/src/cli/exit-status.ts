import type { Command } from 'commander';

/** What the exit status of a command means; wrong arguments always give 2, an interruption 130. */
export interface ExitStatus {
  /** When it succeeds. */
  readonly 0: string;
  /** When it fails. */
  readonly 1: string;
  /** Beside wrong arguments. */
  readonly 2?: string;
}

/**
 * Explains at the end of the help of a command how it may end.
 *
 * @param canBeInterrupted - false: SIGINT is how the command ends well
 */
export function explainStatuses(command: Command, meanings: ExitStatus, canBeInterrupted = true): Command {
  const second = meanings[2] === undefined ? '' : `, or ${meanings[2]}`;
  const rows = [
    ['0', meanings[0]],
    ['1', meanings[1]],
    ['2', `the arguments are wrong${second}`],
    ...(canBeInterrupted ? [['130', 'it was interrupted']] : []),
  ];
  return command.addHelpText(
    'after',
    `\nExit status:\n${rows.map(([status = '', meaning = '']) => `  ${status.padEnd(5)}${meaning}`).join('\n')}`,
  );
}
