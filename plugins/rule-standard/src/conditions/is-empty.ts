import { defineCondition, type Json } from '@inspector/plugin-api';
import { numberOf } from '@inspector/plugin-api/rule-values';

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
