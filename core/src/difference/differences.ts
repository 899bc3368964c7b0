import type { JsonObject } from '@inspector/plugin-api';
import { pairParts, type Pair } from './pairs.js';
import { partsOf } from './parts.js';
import {
  type Difference,
  type Facts,
  type FieldChange,
  IDENTITIES,
  type Part,
  PART_KINDS,
  PLACES,
} from './types.js';

/**
 * What is different in the hardware of a machine, from its introspection data before and after: parts that were added,
 * removed, plugged into another place, or changed. The same parts in another order are no difference.
 */
export const differences = (before: JsonObject, after: JsonObject): Difference[] =>
  partDifferences(partsOf(before), partsOf(after));

/** The same, from the parts. Sorted by kind; within a kind removed ones come last. */
export const partDifferences = (before: readonly Part[], after: readonly Part[]): Difference[] =>
  PART_KINDS.flatMap((kind) => {
    const ofKind = (parts: readonly Part[]): Part[] => parts.filter((part) => part.kind === kind);
    const { pairs, added, removed } = pairParts(ofKind(before), ofKind(after));
    return [
      ...pairs.map(pairDifference).filter((found) => found !== undefined),
      ...added.map((part) => single('added', part)),
      ...removed.map((part) => single('removed', part)),
    ];
  });

function pairDifference({ before, after }: Pair): Difference | undefined {
  const place = placeChange(before, after);
  const facts = factChanges(before.facts, after.facts);
  const fields = [...(place === undefined ? [] : [place]), ...facts];
  if (fields.length === 0) return undefined;
  return {
    change: facts.length > 0 ? 'changed' : 'moved',
    part: before.kind,
    name: nameOf(before),
    fields,
    from: shown(before),
    to: shown(after),
  };
}

const single = (change: 'added' | 'removed', part: Part): Difference => ({
  change,
  part: part.kind,
  name: nameOf(part),
  fields: [],
  from: change === 'removed' ? shown(part) : null,
  to: change === 'added' ? shown(part) : null,
});

/** Of several ways to say where a part is, the surest that is known on both sides decides. */
function placeChange(before: Part, after: Part): FieldChange | undefined {
  const field = PLACES.find(
    (name) => Object.hasOwn(before.places, name) && Object.hasOwn(after.places, name),
  );
  if (field === undefined || before.places[field] === after.places[field]) return undefined;
  return { field, from: before.places[field] ?? null, to: after.places[field] ?? null };
}

const factChanges = (before: Facts, after: Facts): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }));

/** Everything that is known of a part. */
const shown = ({ kind, facts, places, label }: Part): Facts => ({
  ...facts,
  ...places,
  ...(label === undefined || label === kind ? {} : { name: label }),
});

/** What people know a part by: its serial or MAC, else its place, else what the kernel calls it. */
function nameOf({ kind, facts, identity, places, label }: Part): string {
  const sure = IDENTITIES.filter((name) => identity.includes(name)).find((name) =>
    Object.hasOwn(facts, name),
  );
  if (sure !== undefined) return `${sure} ${String(facts[sure])}`;
  const place = PLACES.find((name) => Object.hasOwn(places, name));
  if (place !== undefined) return `${place} ${String(places[place])}`;
  return label === kind ? '' : (label ?? '');
}
