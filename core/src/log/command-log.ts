import { logLine } from '@inspector/plugin-api/log';
import type { LineLog } from './log.js';

const forget = (): void => undefined;

/**
 * The log of a command: warnings and errors are told, without their fields, and everything else is forgotten. It is much
 * faster to load than the log of the service, and Ansible starts a program for every host.
 *
 * @param tell - gets the text of a line; absent: nothing is told
 */
export function commandLog(tell: (text: string) => void = forget): LineLog {
  const say = (first: unknown, message?: unknown): void => {
    const { text } = logLine(first, message);
    if (text !== '') tell(text);
  };
  const log: LineLog = {
    debug: forget,
    info: forget,
    warn: say,
    error: say,
    fatal: say,
    isLevelEnabled: (level) => level !== 'debug' && level !== 'trace' && level !== 'info',
    child: () => log,
  };
  return log;
}
