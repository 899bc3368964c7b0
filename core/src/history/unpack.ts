import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import { readJson } from '@inspector/plugin-api/json';

const decompress = promisify(inflateRaw);

/** Bytes that a body becomes at most: what `pack.ts` writes is shorter. */
const LONGEST = 64 * 1024 * 1024;

/**
 * The JSON text of what was packed: an object with `hooks`, `rules`, `changes`, `changes_left_out` and, last, `data`, which is
 * null where none are kept.
 *
 * @param run - names it in the error
 * @throws `INSP_HISTORY_CORRUPT`
 */
export async function unpackedText(body: Buffer, run: string): Promise<string> {
  try {
    const text = await decompress(body, { maxOutputLength: LONGEST });
    return text.toString();
  } catch (cause) {
    throw corrupt(run, cause);
  }
}

/** The data of an introspection that was packed; undefined: none are kept. Throws as {@link unpackedText}. */
export async function unpackedData(body: Buffer, run: string): Promise<JsonObject | undefined> {
  const text = await unpackedText(body, run);
  try {
    const data = member(readJson(text), 'data');
    return isJsonObject(data) ? data : undefined;
  } catch (cause) {
    throw corrupt(run, cause);
  }
}

const corrupt = (run: string, cause: unknown): InspectorError =>
  new InspectorError(
    'INSP_HISTORY_CORRUPT',
    `What is kept of ${run} cannot be read. Restore the table inspector_history from a backup of the database, or delete the row.`,
    { cause },
  );
