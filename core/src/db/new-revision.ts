import { randomBytes } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InspectorError } from '@inspector/plugin-api';
import { migrationChain } from './chain.js';
import type { SchemaDifference } from './schema-difference.js';

/** The folder of the migrations in a checkout; an installed package has only what was made of it. */
async function sourceFolder(): Promise<string> {
  const folder = fileURLToPath(new URL('../../src/db/migrations/', import.meta.url));
  try {
    await access(folder);
    return folder;
  } catch (error) {
    throw new InspectorError(
      'INSP_FILE_FAILED',
      'This is an installed package. Write a new revision in a checkout of Inspector, or name another folder with --folder.',
      { cause: error },
    );
  }
}

function slug(message: string): string {
  const words = message
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.slice(0, 6).join('-') || 'revision';
}

/** A text as it stands in a source file. */
function literal(text: string): string {
  return /['\\\n]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}

function body(differences: readonly SchemaDifference[]): string {
  if (differences.length === 0) return `    await session.run('SELECT 1');\n`;
  return differences
    .map(({ what, statement }) => {
      const note = `    // ${what}\n`;
      return statement === undefined ? note : `${note}    await session.run(${literal(statement)});\n`;
    })
    .join('');
}

/**
 * Writes the file of a new migration that comes after the newest one.
 *
 * @param message what it changes, one line
 * @param differences what a live database lacks; their statements begin the migration, for that kind of database
 * @param folder where the file goes; default the migrations of this checkout
 * @returns the path of the file
 */
export async function writeRevision(
  message: string,
  differences: readonly SchemaDifference[],
  folder?: string,
): Promise<string> {
  const newest = (await migrationChain()).at(-1);
  const revision = randomBytes(6).toString('hex');
  const path = join(folder ?? (await sourceFolder()), `${revision}-${slug(message)}.ts`);
  const text = `import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** ${message.replaceAll('*/', '* /')}. */
export const migration: Migration = {
  revision: '${revision}',
  down: '${newest?.revision ?? ''}',
  message: ${literal(message)},
  created: '${new Date().toISOString().slice(0, 10)}',
  async up(session: Session): Promise<void> {
${body(differences)}  },
};
`;
  await writeFile(path, text, { flag: 'wx' });
  return path;
}
