import { InspectorError, shortText } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';

/** UUIDs, with any case and dashes. */
const UUID = /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/gi;
/** Addresses of services, up to the next blank or the punctuation that ends a part of a sentence. */
const ADDRESS = /\bhttps?:\/\/[^\s,;)\]}'"]*/gi;
/** The host of the bare metal service that works on a node, in the words of Ironic. */
const HOLDER = /\blocked by host [^\s,;]+/gi;

/**
 * What a ramdisk is told of an error. Nobody proves to be a ramdisk, so an error does not say which nodes there are, nor
 * where other services listen. The log has the whole text.
 */
export function answerToRamdisk(error: unknown, log: Pick<Log, 'info'>): unknown {
  if (!InspectorError.is(error)) return error;
  const told = shortText(withoutPlaces(error.message));
  if (told === error.message) return error;
  log.info({ code: error.code }, `A ramdisk is not told all of this: ${error.message}`);
  return new InspectorError(error.code, told, { status: error.status, cause: error });
}

const withoutPlaces = (text: string): string =>
  text.replaceAll(ADDRESS, '<address>').replaceAll(UUID, '<uuid>').replaceAll(HOLDER, 'locked');
