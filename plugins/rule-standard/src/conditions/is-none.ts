import { defineCondition } from '@inspector/core';

/** The field is null, or is not there. */
export default defineCondition({
  id: 'is-none',
  requiredParams: [],
  allowNone: true,
  setup: () => ({ compile: () => (value) => value === null }),
});
