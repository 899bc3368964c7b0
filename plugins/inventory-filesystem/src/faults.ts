import { InspectorError, thrownText } from '@inspector/plugin-api';
import { codeOf } from './durable-file.js';

const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS']);

/** What keeps the inventory from being read. */
export function readFault(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === 'EISDIR') {
    return new InspectorError(
      'INSP_INVENTORY_CORRUPT',
      `${path} is a directory; the inventory must be a file. Remove the directory, or set another one in plugins.inventory-filesystem.directory.`,
      { cause: error },
    );
  }
  return unavailable(`The inventory ${path} cannot be read: ${thrownText(error)}.`, error);
}

/** What keeps the inventory from being written; the old one is as it was. */
export function writeFault(directory: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (REFUSED.has(code)) {
    return new InspectorError(
      'INSP_INVENTORY_READ_ONLY',
      `The inventory is not written: ${thrownText(error)}. This process needs the right to make files in ${directory}.`,
      { cause: error },
    );
  }
  const advice =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'Make room on the disk and try again.' : 'Try again.';
  return unavailable(
    `The inventory in ${directory} is not written: ${thrownText(error)}. The former one is unchanged. ${advice}`,
    error,
  );
}

/** There is no directory: most likely a misspelt name, and no empty inventory. */
export const noDirectory = (directory: string): InspectorError =>
  unavailable(
    `The directory ${directory} of the inventory does not exist. Make it, or correct plugins.inventory-filesystem.directory.`,
  );

/** The backend was closed. */
export const closed = (): InspectorError =>
  unavailable('The inventory backend "filesystem" was closed. Open it again.');

const unavailable = (message: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_INVENTORY_UNAVAILABLE', message, { cause });
