import type { WritingOptions } from './written-by.js';

/** Options of `inspector inventory import`. */
export interface ImportOptions extends WritingOptions {
  readonly replace?: boolean;
  readonly merge?: boolean;
  readonly dryRun?: boolean;
}
