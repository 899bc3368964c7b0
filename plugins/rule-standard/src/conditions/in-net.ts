import { defineCondition } from '@inspector/plugin-api';
import { contains, parseNetwork } from '../network.js';

/** The field is an address inside a network; anything that is no address is outside. */
export default defineCondition({
  id: 'in-net',
  setup: () => ({
    validate: ({ value }) => void parseNetwork(value),
    compile: ({ value }) => {
      const network = parseNetwork(value);
      return (field) => contains(network, field);
    },
  }),
});
