import assert from 'node:assert/strict';
import type { ParameterNeeds } from '../plugin/rule-parameters.js';

/** Keys of a condition or action in a rule that are not parameters of the operator. */
const TAKEN = ['op', 'field', 'invert', 'multiple', 'action'];

/** Checks what conditions and actions say about themselves before anything of them runs. */
export function expectSoundDefinition(definition: { readonly id: string } & ParameterNeeds): void {
  const { id, requiredParams = [], optionalParams = [] } = definition;
  assert.match(id, /^[a-z0-9][a-z0-9_-]*$/, 'id');
  const names = [...requiredParams, ...optionalParams];
  assert.equal(new Set(names).size, names.length, `a parameter is named twice: ${names.join(', ')}`);
  const taken = names.filter((name) => TAKEN.includes(name));
  assert.equal(taken.length, 0, `rules use these keys themselves: ${taken.join(', ')}`);
}
