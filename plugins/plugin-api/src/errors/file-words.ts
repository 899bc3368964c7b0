import { thrownText } from './thrown.js';

/** What the system says most often, in words of people. */
const WORDS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not do that',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * Why a file cannot be used, for people. The text does not name the file: whoever says it has done so, and the system may
 * speak of a temporary one.
 *
 * @param what - what was looked for
 */
export function fileWords(cause: unknown, what: 'file' | 'folder' = 'file'): string {
  const { code, syscall } = (cause ?? {}) as NodeJS.ErrnoException;
  const reason = thrownText(cause);
  if (syscall === undefined) return reason;
  const [short = reason] = reason.split(/, (?=[a-z]+ ')/);
  return code === 'ENOENT' ? `there is no such ${what}` : (WORDS[code ?? ''] ?? short);
}
