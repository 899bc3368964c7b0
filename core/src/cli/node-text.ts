import { oneLine } from './table.js';

/** A node in a sentence: its UUID, and the name in brackets where one is known. */
export const nodeText = ({ uuid, name }: { readonly uuid: string; readonly name?: string }): string =>
  name === undefined ? uuid : `${uuid} (${oneLine(name)})`;
