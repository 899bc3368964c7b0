import { complete, listOf, only, typed } from '../../json/typed-schema.js';

/** Links in an answer. */
export const LINKS = listOf(
  complete({ rel: only('self'), href: typed<string>({ type: 'string', format: 'uri-reference' }) }),
);
