import type { Json, JsonObject } from '../json/types.js';
import type { PatchOperation } from '../baremetal/types.js';

const isContainer = (value: unknown): value is JsonObject | Json[] =>
  typeof value === 'object' && value !== null;

/** A path with its leading `/` and without a trailing one. */
export const normalisePath = (path: string): string =>
  '/' +
  path
    .split('/')
    .filter((part, index, parts) => part !== '' || (index > 0 && index < parts.length - 1))
    .join('/');

const tokens = (path: string): string[] =>
  path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/**
 * The document after a patch (RFC 6902); the one given is not touched. This only keeps the view of pending changes. An
 * operation that the service would refuse changes nothing here: one whose parent is missing, one that replaces or removes
 * what is not there. The service reports it when the patch is sent.
 */
export function applyPatch<T extends object>(document: T, operations: readonly PatchOperation[]): T {
  return operations.reduce<T>(
    (current, operation) => applyOne(current, tokens(operation.path), operation),
    document,
  );
}

function applyOne<T>(target: T, [token, ...rest]: readonly string[], operation: PatchOperation): T {
  if (token === undefined || !isContainer(target)) return target;
  if (Array.isArray(target)) return applyToList(target, token, rest, operation) as T;
  const exists = Object.hasOwn(target, token);
  if (!exists && (rest.length > 0 || operation.op !== 'add')) return target;
  const copy: JsonObject = { ...target };
  if (rest.length > 0) setOwn(copy, token, applyOne(copy[token] ?? null, rest, operation));
  else if (operation.op === 'remove') Reflect.deleteProperty(copy, token);
  else setOwn(copy, token, operation.value ?? null);
  return copy as T;
}

function applyToList(
  target: readonly Json[],
  token: string,
  rest: readonly string[],
  operation: PatchOperation,
): Json[] {
  const copy = [...target];
  const index = token === '-' ? copy.length : LIST_INDEX.test(token) ? Number(token) : copy.length + 1;
  const isInsertion = operation.op === 'add' && rest.length === 0;
  if (index > (isInsertion ? copy.length : copy.length - 1)) return copy;
  const value = operation.value ?? null;
  if (rest.length > 0) copy[index] = applyOne(copy[index] ?? null, rest, operation);
  else if (operation.op === 'remove') copy.splice(index, 1);
  else if (operation.op === 'add') copy.splice(index, 0, value);
  else copy[index] = value;
  return copy;
}

/** An index of a list as RFC 6901 writes it: no sign, no leading zero. */
const LIST_INDEX = /^(0|[1-9]\d*)$/;

/** Sets a member even where its name is `__proto__`; every other name is just set, which is faster. */
function setOwn(target: JsonObject, name: string, value: Json): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}
