import { defineCondition } from '@inspector/plugin-api';

/** The field is null, or is not there. */
export default defineCondition({
  id: 'is-none',
  requiredParams: [],
  allowNone: true,
  setup: () => ({ compile: () => (value) => value === null }),
});
