import { argumentsOf, type Arguments, type Signature } from './arguments.js';
import { NoCounterpart, own, type Members } from './form.js';
import { fieldOf } from './templates.js';

/** Makes the parts of a condition here that differ from operator to operator. */
type Conversion = (args: Arguments, op: string) => Members;

/** An operator of Ironic: its arguments, and what becomes of them. */
interface Operator {
  readonly signature: Signature;
  readonly convert: Conversion;
}

const truth: Operator = {
  signature: { required: ['value'] },
  convert: (args, op) => ({ op, field: field(args, 'value', op) }),
};
const compared: Operator = {
  signature: { required: ['values'], optional: ['force_strings'] },
  convert: comparison,
};
const matched: Operator = { signature: { required: ['value', 'regex'] }, convert: expression };

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['eq', compared],
  ['lt', compared],
  ['gt', compared],
  ['is-empty', truth],
  ['in-net', { signature: { required: ['address', 'subnet'] }, convert: inNet }],
  ['matches', matched],
  ['contains', matched],
  ['one-of', { signature: { required: ['value'], optional: ['values'] }, convert: oneOf }],
  ['is-none', truth],
  ['is-true', truth],
  ['is-false', truth],
]);

/**
 * A condition of Ironic's form in the form of this service.
 *
 * @throws NoCounterpart where it has none
 */
export function convertCondition(condition: Members): Members {
  const written = String(own(condition, 'op')).trim();
  const op = written.replace(/^!\s*/, '');
  const operator = OPERATORS.get(op);
  if (operator === undefined) {
    throw new NoCounterpart(
      `the operator "${written}" is not known here; it has ${[...OPERATORS.keys()].join(', ')}`,
    );
  }
  if (Object.hasOwn(condition, 'loop')) {
    throw new NoCounterpart(
      `its condition ${op} has a loop, which has no counterpart: write one condition for each item`,
    );
  }
  const invert = written.startsWith('!') ? { invert: true } : {};
  return { ...operator.convert(argumentsOf(condition, op, operator.signature), op), ...invert };
}

function field(args: Arguments, name: string, op: string): string {
  const found = fieldOf(args.get(name));
  if (found !== undefined) return found;
  throw new NoCounterpart(
    `the ${name} of its condition ${op} is not exactly one template such as {inventory[cpu][count]} or ` +
      '{node.driver_info[deploy_kernel]}, and a condition here looks at one field',
  );
}

const MIRRORED: ReadonlyMap<string, string> = new Map([
  ['eq', 'eq'],
  ['lt', 'gt'],
  ['gt', 'lt'],
]);

function comparison(args: Arguments, op: string): Members {
  const values: unknown = args.get('values');
  const [left, right, ...others]: readonly unknown[] = Array.isArray(values) ? values : [];
  const fields = [fieldOf(left), fieldOf(right)];
  const [found] = fields.filter((each) => each !== undefined);
  if (found === undefined || others.length > 0 || fields.every((each) => each !== undefined)) {
    throw new NoCounterpart(`its condition ${op} does not compare one template with one value`);
  }
  const isMirrored = fields[0] === undefined;
  const value = isMirrored ? left : right;
  if (op === 'eq' && value === null) return { op: 'is-none', field: found };
  if (typeof value === 'string') return textEquality(op, found, value);
  if (typeof value !== 'boolean' && !isNumber(value)) {
    throw new NoCounterpart(
      `its condition ${op} compares with something that is neither a text, a number nor a boolean`,
    );
  }
  return { op: isMirrored ? (MIRRORED.get(op) ?? op) : op, field: found, value };
}

function textEquality(op: string, found: string, value: string): Members {
  if (op !== 'eq') {
    throw new NoCounterpart(
      `its condition ${op} compares texts by their characters; write the number without quotes`,
    );
  }
  return oneText(found, [value]);
}

/** Ironic compares the text of the field; a number is no text here, so texts that a number may have become expressions. */
function oneText(found: string, values: readonly string[]): Members {
  if (!values.some(isTextOfAnotherType)) {
    const [value] = values;
    return values.length === 1 ? { op: 'eq', field: found, value } : { op: 'one-of', field: found, values };
  }
  return { op: 'matches', field: found, value: values.map(escaped).join('|') };
}

const isTextOfAnotherType = (text: string): boolean => /^(?:[-+.\d[({]|True$|False$|None$)/.test(text);
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function inNet(args: Arguments, op: string): Members {
  const subnet = args.get('subnet');
  if (typeof subnet !== 'string' || subnet.includes('{')) {
    throw new NoCounterpart(`the subnet of its condition ${op} is not written out`);
  }
  return { op, field: field(args, 'address', op), value: subnet };
}

function expression(args: Arguments, op: string): Members {
  return { op, field: field(args, 'value', op), value: args.get('regex') };
}

function oneOf(args: Arguments, op: string): Members {
  const values: unknown = args.get('values') ?? [];
  const found = field(args, 'value', op);
  if (!Array.isArray(values)) throw new NoCounterpart(`the values of its condition ${op} are no list`);
  const texts: readonly unknown[] = values;
  return texts.length > 0 && texts.every((value) => typeof value === 'string')
    ? { ...oneText(found, texts) }
    : { op, field: found, values };
}

/** Numbers that are kept as they were written are objects of a class of their own. */
const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'object' &&
    value !== null &&
    (value as { isLosslessNumber?: unknown }).isLosslessNumber === true);
