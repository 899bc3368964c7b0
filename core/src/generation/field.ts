import type { Json } from '@inspector/plugin-api';
import { compileField } from '../rules/field.js';
import type { GenerationSubject } from './types.js';

/** Finds the values of a field. */
export type FieldFinder = (subject: GenerationSubject) => Json[];

/**
 * Prepares a field: `vendor` is what the inventory says of the host, `data://…` is in the introspection data and `node://…` in
 * the node of the bare metal service, both as in rules.
 *
 * @throws `INSP_RULE_INVALID` for another scheme and for a path that cannot be parsed
 */
export function fieldFinder(field: string): FieldFinder {
  const isFact = !field.includes('://');
  const compiled = compileField(field);
  if (isFact) return ({ facts }) => compiled.find(facts);
  return compiled.source === 'data' ? ({ data }) => compiled.find(data) : ({ node }) => compiled.find(node);
}
