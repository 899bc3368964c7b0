import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileWords, InspectorError, type JsonObject } from '@inspector/plugin-api';

/**
 * Reads options that are given on the command line.
 *
 * @param argument - an object of JSON, or the path of a file that has one
 * @throws `INSP_BAD_REQUEST` for anything else
 */
export function readOptions(argument: string, cwd: string): JsonObject {
  const isJson = argument.trimStart().startsWith('{');
  const where = isJson ? '--options' : `--options: ${resolve(cwd, argument)}`;
  try {
    const text = isJson ? argument : readFileSync(resolve(cwd, argument), 'utf8');
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch (error) {
    throw new InspectorError('INSP_BAD_REQUEST', `${where} cannot be read: ${fileWords(error)}`);
  }
  throw new InspectorError('INSP_BAD_REQUEST', `${where} is no object of JSON, such as {"racks": {}}`);
}
