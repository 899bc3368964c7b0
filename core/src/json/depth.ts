import { InspectorError } from '@inspector/plugin-api';

/** Deepest nesting that is taken: hooks and the serialiser walk the data recursively. Real data have about 10. */
export const MAX_DEPTH = 512;

/** Data of a ramdisk, or what replaces them, nested too deeply. */
export const nestedTooDeeply = (): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', `Invalid data: nested deeper than ${String(MAX_DEPTH)} levels`);
