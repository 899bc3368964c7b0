import { InspectorError, type Json, type JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';

/**
 * Reads the text that a storage backend returned for the data of a node.
 *
 * @throws `INSP_STORAGE_FAILED` (503) where it is no JSON object: a proxy may have returned a page of its own
 */
export function parseStoredData(uuid: string, text: string): JsonObject {
  let value: Json | undefined;
  try {
    value = readJson(text);
  } catch {
    value = undefined;
  }
  if (value !== undefined && isJsonObject(value)) return value;
  throw new InspectorError(
    'INSP_STORAGE_FAILED',
    `The storage returned no JSON object as the data of node ${uuid}. Look at what it holds, and whether a proxy stands before it`,
  );
}
