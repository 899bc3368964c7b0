import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const POSTGRESQL = '/usr/lib/postgresql';

/** Folders that hold programs: the search path, the administrator's folders, and every PostgreSQL version. */
function programFolders(): string[] {
  const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL).sort().reverse() : [];
  return [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/sbin',
    '/sbin',
    ...versions.map((version) => join(POSTGRESQL, version, 'bin')),
  ];
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where a program of a real service is: an absolute path is taken as it is, a name is looked up in the search
 * path, `/usr/sbin`, `/sbin` and the folders of PostgreSQL.
 *
 * @returns the absolute path, `undefined` if it is not installed
 */
export function findCommand(command: string): string | undefined {
  if (command.startsWith('/')) return executable(command) ? command : undefined;
  return programFolders()
    .map((folder) => join(folder, command))
    .find(executable);
}

/**
 * Like {@link findCommand} where the suite runs only with the program present.
 *
 * @throws Error if it is not installed
 */
export function commandPath(command: string): string {
  const path = findCommand(command);
  if (path === undefined) throw new Error(`${command} is not installed; run scripts/install-peers`);
  return path;
}

/**
 * Declares a suite that works against real programs. Where one of them is missing the suite is skipped, and its
 * name says which one and how to install it; with `INSPECTOR_REQUIRE_PEERS=1` it fails instead.
 *
 * @param title what the suite shows
 * @param commands names or absolute paths of the programs it needs
 */
export function describePeer(
  title: string,
  commands: readonly string[],
  suite: (this: Mocha.Suite) => void,
): void {
  const missing = commands.filter((command) => findCommand(command) === undefined);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const reason = `${missing.join(', ')} missing; run scripts/install-peers`;
  if (process.env['INSPECTOR_REQUIRE_PEERS'] === '1') {
    describe(title, () => {
      it('has the programs it needs', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  describe.skip(`${title} (${reason})`, suite);
}
