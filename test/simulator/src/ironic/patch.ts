import { isObject, type Json, type JsonObject } from '../json.js';
import { fault } from './answer.js';
import { pythonText } from './python-text.js';

/** One operation of a patch that passed {@link checkPatch}. */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: Json;
}

const PATH = /^(\/[\p{L}\p{N}_-]+)+$/u;

/**
 * Checks the form of a patch as Ironic's schema does. Only add, replace and remove exist; path segments may
 * hold letters, digits, `_` and `-` and nothing else (so neither `~1` nor a dot).
 */
export function checkPatch(patch: Json, allowed: readonly string[]): Operation[] {
  if (!Array.isArray(patch)) throw schemaError(`${pythonText(patch)} is not of type 'array'`);
  const operations: Operation[] = [];
  for (const operation of patch) {
    if (!isObject(operation)) throw schemaError(`${pythonText(operation)} is not of type 'object'`);
    const { op, path } = operation;
    if (op === undefined) throw schemaError("'op' is a required property");
    if (path === undefined) throw schemaError("'path' is a required property");
    if (op !== 'add' && op !== 'replace' && op !== 'remove') {
      throw schemaError(`${pythonText(op)} is not one of ['add', 'replace', 'remove']`);
    }
    if (typeof path !== 'string' || !PATH.test(path)) {
      throw schemaError(`${pythonText(path)} does not match '^(/[\\\\w-]+)+$'`);
    }
    const field = path.split('/')[1] ?? '';
    if (!allowed.includes(field)) {
      throw fault(
        400,
        `Cannot patch ${path}. Only the following can be updated: ${[...allowed].sort().join(', ')}`,
      );
    }
    operations.push({ op, path, ...(operation['value'] === undefined ? {} : { value: operation['value'] }) });
  }
  return operations;
}

/** Applies checked operations to a document in place, one after the other; 400 as soon as one cannot be. */
export function applyPatch(document: JsonObject, patch: readonly Operation[]): void {
  for (const operation of patch) {
    const reason = applyOne(document, operation);
    if (reason === undefined) continue;
    throw fault(400, `Couldn't apply patch '${pythonText({ ...operation })}'. Reason: ${reason}`);
  }
}

function applyOne(document: JsonObject, { op, path, value }: Operation): string | undefined {
  const segments = path.slice(1).split('/');
  const last = segments.pop() ?? '';
  let parent: Json = document;
  for (const segment of segments) {
    const next = child(parent, segment);
    if (typeof next === 'string') return next;
    parent = next.value;
  }
  if (op !== 'remove' && value === undefined) return "The operation does not contain a 'value' member";
  if (Array.isArray(parent)) return applyToList(parent, last, op, value ?? null);
  if (!isObject(parent)) return `'${last}' is not a valid sequence index`;
  const exists = Object.hasOwn(parent, last);
  if (op !== 'add' && !exists) return `can't ${op} a non-existent object '${last}'`;
  if (op === 'remove') Reflect.deleteProperty(parent, last);
  else
    Object.defineProperty(parent, last, {
      value: value ?? null,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return undefined;
}

function child(parent: Json, segment: string): { value: Json } | string {
  if (Array.isArray(parent)) {
    if (!/^\d+$/.test(segment)) return `'${segment}' is not a valid sequence index`;
    const item = parent[Number(segment)];
    return item === undefined ? `index '${segment}' is out of bounds` : { value: item };
  }
  if (!isObject(parent)) return `'${segment}' is not a valid sequence index`;
  const member = Object.hasOwn(parent, segment) ? parent[segment] : undefined;
  return member === undefined ? `member '${segment}' not found in ${pythonText(parent)}` : { value: member };
}

function applyToList(list: Json[], segment: string, op: Operation['op'], value: Json): string | undefined {
  const index = segment === '-' ? list.length : /^\d+$/.test(segment) ? Number(segment) : undefined;
  if (index === undefined) return `'${segment}' is not a valid sequence index`;
  if (op === 'add') {
    if (index > list.length) return "can't insert outside of list";
    list.splice(index, 0, value);
    return undefined;
  }
  if (index >= list.length) {
    return op === 'replace'
      ? "can't replace outside of list"
      : `can't remove a non-existent object '${segment}'`;
  }
  if (op === 'replace') list[index] = value;
  else list.splice(index, 1);
  return undefined;
}

function schemaError(text: string): Error {
  return fault(400, `Schema error for patch: ${text}`);
}
