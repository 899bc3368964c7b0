import { readFileSync } from 'node:fs';

/** The version of this package, which is that of `@inspector/plugin-api` and of the test kit, too. */
export const OWN_VERSION = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * The range of versions of the contract that a new plugin works with: all of this major version from this minor version on, and
 * the pre-releases of the next minor version, which npm would not accept otherwise.
 *
 * @param version - such as `1.0.0` or `1.1.0-rc.1`
 */
export function contractRange(version: string): string {
  const [, major = '', minor = '', patch = '', pre] = /^(\d+)\.(\d+)\.(\d+)(-.+)?$/.exec(version) ?? [];
  const first = pre === undefined ? `^${major}.${minor}.0` : `^${major}.${minor}.${patch}-0`;
  return `${first} || ^${major}.${Number(minor) + 1}.0-0`;
}

/** What the tests of a plugin are run and compiled with. */
export const TOOLS = {
  '@types/mocha': '^10.0.10',
  '@types/node': '^20.19.0',
  mocha: '^11.7.0 || ^12.0.0',
  typescript: '^5.4.0 || ^6.0.0',
  vitest: '^3.2.0',
} as const;
