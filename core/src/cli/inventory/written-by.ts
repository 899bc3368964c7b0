import { userInfo } from 'node:os';
import type { ChangeBy } from '../../inventory/types.js';
import type { CliContext } from '../context.js';

/** Options of every command that writes. */
export interface WritingOptions {
  /** Revision that has to be there; `none`: nothing is stored. */
  readonly expected?: string;
  readonly author?: string;
  readonly reason?: string;
}

/**
 * On whose behalf a command writes.
 *
 * @param command - its words, such as `inspector inventory import`
 */
export const writtenBy = (
  command: string,
  { expected, author, reason = '' }: WritingOptions,
  { signal }: CliContext,
): ChangeBy => ({
  author: author ?? userName(),
  reason,
  source: command,
  signal,
  ...(expected !== undefined && { expected: expected === 'none' ? null : expected }),
});

/** The user of the system; a container may have none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
