import { readFileSync } from 'node:fs';
import { fileWords, InspectorError } from '@inspector/plugin-api';

/** The users of a file and the digests of their passwords. */
export type Users = ReadonlyMap<string, string>;

/** bcrypt with its variants, a cost from 4 to 17, 22 characters of salt and 31 of digest. Beyond 17 a check takes seconds. */
const DIGEST = /^\$2[aby]\$(?:0[4-9]|1[0-7])\$[./A-Za-z0-9]{53}$/;
const BCRYPT = /^\$2[aby]\$/;

/**
 * Reads a file of Apache's `htpasswd -B`. Lines without a colon, and those that begin with `#`, are passed over. The
 * first line of a user counts.
 *
 * @throws `INSP_USER_FILE_INVALID` with every problem
 */
export function readUserFile(path: string): Users {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InspectorError(
      'INSP_USER_FILE_INVALID',
      `The file of users cannot be read (httpBasicAuthUserFile): ${path}: ${fileWords(cause)}. Make one with: htpasswd -B -c ${path} USER`,
      { cause },
    );
  }
  const users = new Map<string, string>();
  const problems: string[] = [];
  for (const [index, line] of text
    .split('\n')
    .map((one) => one.trim())
    .entries()) {
    const colon = line.indexOf(':');
    if (colon < 0 || line.startsWith('#')) continue;
    const [user, digest] = [line.slice(0, colon), line.slice(colon + 1)];
    const problem = digestProblem(user, digest);
    if (problem !== undefined) problems.push(`  ${path}:${index + 1}: ${problem}`);
    else if (!users.has(user)) users.set(user, digest);
  }
  if (problems.length === 0) return users;
  throw new InspectorError(
    'INSP_USER_FILE_INVALID',
    `The file of users has problems:\n${problems.join('\n')}`,
  );
}

function digestProblem(user: string, digest: string): string | undefined {
  if (DIGEST.test(digest)) return undefined;
  if (!BCRYPT.test(digest)) {
    return `Only bcrypt digested passwords are supported for ${user}: set it again with htpasswd -B`;
  }
  return `the bcrypt digest of ${user} is damaged, or its cost is not 4 to 17: set it again with htpasswd -B`;
}
