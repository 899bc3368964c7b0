/** Verdict of one hint on one attribute of a disk. `empty` and `unreadable` disqualify the disk. */
export type Verdict = 'match' | 'mismatch' | 'empty' | 'unreadable';

/** A hint made ready for comparing: gets the disk's attribute, `undefined` when the disk lacks it. */
export type HintTest = (attribute: unknown) => Verdict;

/** Turns a comparison into a verdict. */
export const verdict = (matches: boolean): Verdict => (matches ? 'match' : 'mismatch');
