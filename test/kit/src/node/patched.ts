import type { Json, JsonObject, PatchOperation } from '@inspector/plugin-api';

/** Brings a path into the form of a patch: a `/` in front, none at the end. */
export const patchPath = (path: string): string => `/${path.replace(/^\//, '').replace(/\/$/, '')}`;

/**
 * How a document will look after a patch. What the service would refuse shows no effect here and is refused
 * when the patch is sent.
 */
export function patched<T extends object>(document: T, operations: readonly PatchOperation[]): T {
  const copy = structuredClone(document);
  for (const operation of operations) apply(copy as JsonObject, operation);
  return copy;
}

function apply(document: JsonObject, { op, path, value }: PatchOperation): void {
  const segments = path.slice(1).split('/');
  const last = segments.pop() ?? '';
  let parent: Json | undefined = document;
  for (const segment of segments) parent = memberOf(parent, segment);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) return;
    if (op === 'remove') parent.splice(index, 1);
    else parent.splice(index, op === 'add' ? 0 : 1, value ?? null);
  } else if (typeof parent === 'object' && parent !== null) {
    if (op === 'remove') Reflect.deleteProperty(parent, last);
    else
      Object.defineProperty(parent, last, {
        value: value ?? null,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
}

function memberOf(parent: Json | undefined, segment: string): Json | undefined {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, segment)) return undefined;
  return Array.isArray(parent) ? parent[Number(segment)] : parent[segment];
}
