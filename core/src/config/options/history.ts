import { integer } from '../option.js';

/** The `history` group: which introspections that are over are kept. */
export const historyOptions = {
  keep: integer(
    10,
    'Introspections kept of each node: the newest with data, and as many of the newest that ended without; 0: none.',
    { minimum: 0, maximum: 1000 },
  ),
} as const;
