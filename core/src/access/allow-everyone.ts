import type { AccessControl, Caller } from './access-control.js';

const anybody: Caller = { authorise: () => undefined };

/** The strategy `noauth`: every caller may do everything. */
export const allowEveryone: AccessControl = { identify: () => anybody };
