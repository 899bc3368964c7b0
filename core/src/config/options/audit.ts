import { choice, optionalText } from '../option.js';

/** The `audit` group: who did what. */
export const auditOptions = {
  lines: choice(
    ['off', 'changes', 'everything'],
    'changes',
    'Which requests get a line: none; those that change something and those that are refused; or those that read, too. What ramdisks and strangers ask of public routes gets none.',
  ),
  file: optionalText(
    'File that the lines are added to, instead of the log of the service. After it was renamed, SIGHUP makes a new one.',
  ),
  names: choice(
    ['plain', 'cadf'],
    'plain',
    'Names of the members of a line: our own, or those of CADF events as other OpenStack services send them.',
  ),
} as const;
