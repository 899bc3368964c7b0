import { defineCondition, type Json } from '@inspector/plugin-api';

const textIn = (value: Json | undefined): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error('value must be a text that is not empty');
};

/** Whether a field begins with a text. `{"op": "starts-with", "field": "data://inventory.hostname", "value": "db-"}` */
export default defineCondition({
  id: 'starts-with',
  optionalParams: ['ignore_case'],
  setup: () => ({
    // Called when a rule is created: what it throws becomes the answer 400.
    validate: ({ value }) => void textIn(value),
    // Called once per rule; what it returns is called for every value of the field.
    compile({ value, ignore_case: ignoreCase }) {
      const fold = (text: string): string => (ignoreCase === true ? text.toLowerCase() : text);
      const start = fold(textIn(value));
      return (found) => typeof found === 'string' && fold(found).startsWith(start);
    },
  }),
});
