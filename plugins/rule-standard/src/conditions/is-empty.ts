import { defineCondition, numberOf, type Json } from '@inspector/core';

/** The field is `""`, null, `[]` or `{}`, or is not there. */
export default defineCondition({
  id: 'is-empty',
  requiredParams: [],
  allowNone: true,
  setup: () => ({ compile: () => isEmpty }),
});

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  if (typeof value !== 'object' || numberOf(value) !== undefined) return false;
  return Object.keys(value).length === 0;
}
