import type { Json } from '@inspector/plugin-api';
import { characterAt } from '../characters.js';
import { isFloat, isObject, numberOf } from '@inspector/plugin-api/rule-values';
import { parsePath, type PathNode } from './parse.js';

/** A path ready to use: all values it matches below a root, in document order. */
export type CompiledPath = (root: Json) => Json[];

/** Values one look-up may touch: `$..*..*` on a deep inventory would otherwise never end. */
const MAX_VISITS = 1_000_000;

interface Match {
  readonly value: Json;
  readonly parent: Match | undefined;
}
interface Run {
  readonly root: Match;
  visitsLeft: number;
}
/** Adds what it finds at a match to `found`. */
type Step = (at: Match, found: Match[], run: Run) => void;

/**
 * Compiles a path such as `inventory.disks[*].size`. Only own properties are ever read. Impossible look-ups
 * (an index into a number, a key of a list) match nothing.
 *
 * Throws Error for wrong syntax; the compiled path throws RangeError where it would touch more than a
 * million values.
 */
export function compilePath(path: string): CompiledPath {
  const step = compile(parsePath(path));
  return (value) => {
    const root: Match = { value, parent: undefined };
    const found: Match[] = [];
    step(root, found, { root, visitsLeft: MAX_VISITS });
    return found.map((match) => match.value);
  };
}

function compile(node: PathNode): Step {
  switch (node.kind) {
    case 'fields':
      return findFields(node.names);
    case 'every-field':
      return findEveryField;
    case 'index':
      return findIndex(node.index);
    case 'slice':
      return findSlice(node.start, node.end);
    case 'root':
      return (_at, found, run) => found.push(run.root);
    case 'this':
      return (at, found) => found.push(at);
    case 'parent':
      return (at, found) => at.parent !== undefined && found.push(at.parent);
    case 'chain':
      return node.parts.map(compile).reduce(then);
    case 'descendants':
      return node.parts.map(compile).reduce(thenAnywhereBelow);
    case 'union':
      return findAll(node.parts.map(compile));
    case 'where':
      return node.parts.map(compile).reduce(having);
  }
}

function visit(run: Run): void {
  run.visitsLeft -= 1;
  if (run.visitsLeft < 0) throw new RangeError(`the path touches more than ${String(MAX_VISITS)} values`);
}

function findFields(names: readonly string[]): Step {
  return (at, found, run) => {
    visit(run);
    const { value } = at;
    if (!isObject(value)) return;
    for (const name of names) {
      if (Object.hasOwn(value, name)) found.push({ value: value[name] ?? null, parent: at });
    }
  };
}

const findEveryField: Step = (at, found, run) => {
  if (!isObject(at.value)) return;
  for (const value of Object.values(at.value)) {
    visit(run);
    found.push({ value, parent: at });
  }
};

function findIndex(index: number): Step {
  return (at, found, run) => {
    visit(run);
    const { value } = at;
    const item = Array.isArray(value)
      ? value.at(index)
      : typeof value === 'string'
        ? characterAt(value, index)
        : undefined;
    if (item !== undefined) found.push({ value: item, parent: at });
  };
}

function findSlice(start: number | undefined, end: number | undefined): Step {
  return (at, found, run) => {
    for (const value of sliceable(at.value).slice(start, end)) {
      visit(run);
      found.push({ value, parent: at });
    }
  };
}

/** What is no list counts as a list of one; nothing can be cut from null and fractions. */
function sliceable(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  const isFraction = numberOf(value) !== undefined && isFloat(value);
  return value === null || isFraction ? [] : [value];
}

function then(left: Step, right: Step): Step {
  return (at, found, run) => {
    const between: Match[] = [];
    left(at, between, run);
    for (const match of between) {
      visit(run);
      right(match, found, run);
    }
  };
}

/** Looks for the right side in every match of the left one and everything below it, parents first. */
function thenAnywhereBelow(left: Step, right: Step): Step {
  return (at, found, run) => {
    const waiting: Match[] = [];
    left(at, waiting, run);
    waiting.reverse();
    for (let match = waiting.pop(); match !== undefined; match = waiting.pop()) {
      visit(run);
      right(match, found, run);
      const parent = match;
      const below = Array.isArray(match.value)
        ? match.value
        : isObject(match.value)
          ? Object.values(match.value)
          : [];
      for (const value of below.toReversed()) waiting.push({ value, parent });
    }
  };
}

function findAll(steps: readonly Step[]): Step {
  return (at, found, run) => {
    for (const step of steps) {
      visit(run);
      step(at, found, run);
    }
  };
}

function having(left: Step, right: Step): Step {
  return (at, found, run) => {
    const candidates: Match[] = [];
    left(at, candidates, run);
    for (const candidate of candidates) {
      visit(run);
      const proof: Match[] = [];
      right(candidate, proof, run);
      if (proof.length > 0) found.push(candidate);
    }
  };
}
