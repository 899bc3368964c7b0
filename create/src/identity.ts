import { execFileSync } from 'node:child_process';
import type { PluginPlan } from './request.js';

/** Who makes the plugin, and where it will be. */
export interface Identity {
  readonly author: string | undefined;
  /** Address of the repository, without `.git`. */
  readonly repository: string;
  /** The address is a guess: nobody has said it. */
  readonly guessed: boolean;
}

/**
 * Asks git, which is on this machine, who works here and where the repository is.
 *
 * @param folder - of the plugin, or the nearest one that is there
 */
export function identityIn(folder: string, { scope, packageName }: PluginPlan): Identity {
  const author = git(folder, 'config', 'user.name');
  const origin = webAddress(git(folder, 'remote', 'get-url', 'origin'));
  const owner = scope ?? 'your-name';
  const guess = `https://github.com/${owner}/${packageName.replace(/^@[^/]*\//, '')}`;
  return { author, repository: origin ?? guess, guessed: origin === undefined };
}

function git(cwd: string, ...words: string[]): string | undefined {
  try {
    const answer = execFileSync('git', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return answer.trim() || undefined;
  } catch {
    // No git, no repository, or nothing configured: there is nothing to know then.
    return undefined;
  }
}

/** The address of a remote for a browser, without credentials; `undefined` where it has none. */
function webAddress(remote: string | undefined): string | undefined {
  const [, host, path] =
    /^(?:https?:\/\/|ssh:\/\/|git:\/\/)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/.exec(
      remote ?? '',
    ) ?? [];
  return host === undefined || path === undefined || !host.includes('.')
    ? undefined
    : `https://${host}/${path}`;
}
