import { writeJson } from '../json/write-json.js';

/** A value as part of a message: texts as they are, everything else as JSON. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === undefined ? 'nothing' : writeJson(value);
};
