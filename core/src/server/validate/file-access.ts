import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { thrownText } from '@inspector/plugin-api';

/** Why a file cannot be read; undefined: it can. */
export function unreadable(file: string): string | undefined {
  try {
    readFileSync(file);
    return undefined;
  } catch (error) {
    return thrownText(error);
  }
}

/** Why nothing can be written into a folder; undefined: it can. */
export function unwritable(folder: string): string | undefined {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return `${folder} is no folder`;
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `the user ${userName()} may not write into ${folder}. Run: chown ${userName()} ${folder}`;
  }
}

/** The name of the user of this process; a number where the system has no name for it. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.geteuid?.() ?? 'of the service');
  }
}
