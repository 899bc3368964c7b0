import type { Json, JsonObject } from './types.js';

/** Whether a value is a JSON object: neither null nor a list nor a plain value. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An own member of a JSON object. Introspection data come from anybody on the network, so nothing may be
 * read through the prototype chain.
 *
 * @returns `undefined` when `container` is no object or has no such member of its own.
 */
export const member = (container: unknown, key: string): Json | undefined =>
  isJsonObject(container) && Object.hasOwn(container, key) ? container[key] : undefined;

/** An own member that is a text; `undefined` for any other shape. */
export const textMember = (container: unknown, key: string): string | undefined => {
  const value = member(container, key);
  return typeof value === 'string' ? value : undefined;
};

/** The JSON objects among the items of an own member that is a list; empty for any other shape. */
export const objectMembers = (container: unknown, key: string): JsonObject[] => {
  const value = member(container, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};
