/** What Ansible takes as the name of a group without a warning: a Python identifier in letters, digits and `_`. */
const VALID = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Whether Ansible takes a name of a group as it is. */
export const isValidGroupName = (name: string): boolean => VALID.test(name);

/**
 * A name of a group as Ansible makes it of any text (`transform_invalid_group_chars`): every character that is none of
 * a name becomes `_`, and one that begins with a digit gets `_` in its place.
 *
 * `1abc` becomes `_abc`.
 */
export const sanitisedGroupName = (text: string): string =>
  text.replace(/[^\p{L}\p{N}_]/gu, '_').replace(/^[^\p{L}_]/u, '_');

/** Groups that Ansible would take for one another, because their names differ in invalid characters only. */
export function collidingGroups(names: Iterable<string>): string[][] {
  const byName = new Map<string, string[]>();
  for (const name of names) {
    const sanitised = sanitisedGroupName(name);
    const present = byName.get(sanitised);
    if (present === undefined) byName.set(sanitised, [name]);
    else present.push(name);
  }
  return [...byName.values()].filter(({ length }) => length > 1);
}
