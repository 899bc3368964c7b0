import { defineCondition } from '@inspector/plugin-api';
import { isEqualValue } from '@inspector/plugin-api/rule-values';

/** The field equals one of the values; nothing is converted for it. */
export default defineCondition({
  id: 'one-of',
  requiredParams: ['values'],
  setup: () => ({
    validate: ({ values }) => {
      if (!Array.isArray(values)) throw new Error('values must be a list');
    },
    compile: ({ values }) => {
      const allowed = Array.isArray(values) ? values : [];
      return (field) => allowed.some((value) => isEqualValue(field, value));
    },
  }),
});
