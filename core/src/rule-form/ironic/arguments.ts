import { NoCounterpart, own, type Members } from './form.js';

/** Arguments of an operation by name. */
export type Arguments = ReadonlyMap<string, unknown>;

/** Names of the arguments of an operation, in the order in which a list gives them. */
export interface Signature {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/**
 * The arguments of an operation, which Ironic takes as an object or as a list in their order.
 *
 * @throws NoCounterpart where one is missing or not known
 */
export function argumentsOf(part: Members, op: string, { required, optional = [] }: Signature): Arguments {
  const names = [...required, ...optional];
  const given = new Map(pairs(own(part, 'args') ?? {}, op, names));
  const missing = required.filter((name) => !given.has(name));
  if (missing.length > 0) throw new NoCounterpart(`${op} lacks the argument ${missing.join(', ')}`);
  const unknown = [...given.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new NoCounterpart(`${op} has no argument ${unknown.join(', ')}`);
  return given;
}

function pairs(args: unknown, op: string, names: readonly string[]): [string, unknown][] {
  if (typeof args !== 'object' || args === null) {
    throw new NoCounterpart(`the args of ${op} are neither a list nor an object`);
  }
  if (!Array.isArray(args)) return Object.entries(args);
  if (args.length > names.length) throw new NoCounterpart(`${op} has more args than it takes`);
  return args.map((value: unknown, index) => [names[index] ?? '', value]);
}
