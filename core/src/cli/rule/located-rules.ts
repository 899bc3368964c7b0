import { isObject } from '@inspector/plugin-api/rule-values';

/** A rule and where it was found. */
export interface LocatedRule {
  /** Numbers as they are written. */
  readonly rule: unknown;
  /** Such as `site.yaml, rule 2 (line 14)`. */
  readonly place: string;
}

const PLACE = /^Rule (\d+) of \d+: /;
const UUID_TAKEN = /^(?:Rule with UUID|The UUID) (\S+) /;

/**
 * What a server says about a list of rules, in terms of the files they came from: `Rule 7 of 9: …` becomes
 * `site.yaml, rule 2 (line 14): …`, and a UUID is followed by the places that have it.
 */
export function inTermsOfFiles(message: string, rules: readonly LocatedRule[]): string {
  const numbered = PLACE.exec(message);
  const place = numbered === null ? undefined : rules[Number(numbered[1]) - 1]?.place;
  if (numbered !== null && place !== undefined) return `${place}: ${message.slice(numbered[0].length)}`;
  const taken = UUID_TAKEN.exec(message)?.[1];
  const places = rules
    .filter(({ rule }) => isObject(rule) && rule['uuid'] === taken)
    .map((each) => each.place);
  return taken === undefined || places.length === 0 ? message : `${message} (${places.join('; ')})`;
}
