/** `^1.2.3`, also `^1.2.0-0`, which begins with the pre-releases. */
const CARET = /^\^([1-9]\d{0,8})\.(\d{1,9})\.(\d{1,9})(?:-0)?$/;
const RELEASE = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/;

/**
 * Whether a range as most packages have it, such as `^1.0.0` or `^1.0.0 || ^1.1.0-0`, admits a release. It saves the
 * loading of all that the other ranges need.
 *
 * @returns undefined for other ranges and for pre-releases: semver has to say
 */
export function caretAdmits(range: string, version: string): boolean | undefined {
  const release = numbersOf(RELEASE, version);
  if (release === undefined) return undefined;
  const lowest = range.split('||').map((part) => numbersOf(CARET, part.trim()));
  if (lowest.includes(undefined)) return undefined;
  return lowest.some((from) => from !== undefined && from[0] === release[0] && !isBefore(release, from));
}

const numbersOf = (form: RegExp, text: string): number[] | undefined =>
  form.exec(text)?.slice(1, 4).map(Number);

const isBefore = (one: readonly number[], other: readonly number[]): boolean => {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
};
