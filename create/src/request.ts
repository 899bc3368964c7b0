import { KIND_WORDS, KINDS, type Kind } from './kinds.js';

export const LANGUAGES = ['ts', 'js'] as const;
export type Language = (typeof LANGUAGES)[number];

export const TEST_RUNNERS = ['mocha', 'node', 'vitest'] as const;
export type TestRunner = (typeof TEST_RUNNERS)[number];

/** What somebody wants. */
export interface PluginRequest {
  /** One of `KIND_WORDS`. */
  readonly kind: string;
  /** Its id, with a scope if there is one, or the name of its package: `rack`, `@acme/rack`, `inspector-hook-rack`. */
  readonly name: string;
  /** Default `ts`. */
  readonly language?: string | undefined;
  /** Default `node`: nothing has to be installed for it. */
  readonly test?: string | undefined;
  /** Whether there is a workflow that runs the tests. */
  readonly ci?: boolean | undefined;
}

/** A request that was understood. */
export interface PluginPlan {
  readonly kind: Kind;
  readonly id: string;
  readonly packageName: string;
  /** Scope without `@`. */
  readonly scope: string | undefined;
  readonly language: Language;
  readonly runner: TestRunner;
  readonly ci: boolean;
}

/** What keeps a plugin from being made; its message says what to do. */
export class CreateError extends Error {
  override readonly name = 'CreateError';
}

const ID = /^[a-z0-9][a-z0-9_-]*$/;
const SCOPE = /^[a-z0-9][a-z0-9._-]*$/;
const LONGEST = 100;

/**
 * Understands a request.
 *
 * @throws {@link CreateError}
 */
export function planOf({
  kind: word,
  name,
  language = 'ts',
  test = 'node',
  ci = false,
}: PluginRequest): PluginPlan {
  const kind = KINDS.find((one) => one.word === word);
  if (kind === undefined) {
    throw new CreateError(
      `There is no kind of plugin called "${word}". Choose one of: ${KIND_WORDS.join(', ')}.`,
    );
  }
  const [, scope, base = ''] = /^(?:@([^/]*)\/)?(.*)$/s.exec(name) ?? [];
  const prefix = `inspector-${kind.packageKind}-`;
  const id = base.startsWith(prefix) ? base.slice(prefix.length) : base;
  if (!ID.test(id) || id.length > LONGEST || id.startsWith('inspector-')) {
    throw new CreateError(
      `"${name}" cannot be the name of a ${word} plugin. Give an id of lower-case letters, digits, "_" and "-" that begins ` +
        `with a letter or digit, with a scope if you have one: rack or @acme/rack. The package is called ${prefix}rack then.`,
    );
  }
  if (scope !== undefined && !SCOPE.test(scope)) {
    throw new CreateError(
      `"@${scope}" is no scope of npm: it has lower-case letters, digits, ".", "_" and "-".`,
    );
  }
  return {
    kind,
    id,
    packageName: `${scope === undefined ? '' : `@${scope}/`}${prefix}${id}`,
    scope,
    language: oneOf(LANGUAGES, language, 'language'),
    runner: oneOf(TEST_RUNNERS, test, 'test runner'),
    ci,
  };
}

function oneOf<Word extends string>(words: readonly Word[], given: string, what: string): Word {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw new CreateError(`There is no ${what} "${given}" here. Choose one of: ${words.join(', ')}.`);
}
