import type { Command } from 'commander';

/** What the exit status of a command means; wrong arguments always give 2, an interruption 130. */
export interface ExitStatus {
  /** When it succeeds. */
  readonly 0: string;
  /** When it fails. */
  readonly 1: string;
  /** A second meaning of 2, next to wrong arguments. */
  readonly 2?: string;
  /** When it did what it was asked, and what it found is not as it should be. */
  readonly 3?: string;
  /** When time was over before it was done. */
  readonly 4?: string;
}

/**
 * Adds the exit statuses of a command to the end of its help.
 *
 * @param canBeInterrupted - false: SIGINT ends the command well
 */
export function explainStatuses(command: Command, meanings: ExitStatus, canBeInterrupted = true): Command {
  const second = meanings[2] === undefined ? '' : `, or ${meanings[2]}`;
  const rows = [
    ['0', meanings[0]],
    ['1', meanings[1]],
    ['2', `the arguments are wrong${second}`],
    ...(meanings[3] === undefined ? [] : [['3', meanings[3]]]),
    ...(meanings[4] === undefined ? [] : [['4', meanings[4]]]),
    ...(canBeInterrupted ? [['130', 'it was interrupted']] : []),
  ];
  return command.addHelpText(
    'after',
    `\nExit status:\n${rows.map(([status = '', meaning = '']) => `  ${status.padEnd(5)}${meaning}`).join('\n')}`,
  );
}
