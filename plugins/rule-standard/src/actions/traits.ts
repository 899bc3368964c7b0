import { defineAction } from '@inspector/plugin-api';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Gives the node a trait, at once. */
export const addTrait = defineAction({
  id: 'add-trait',
  requiredParams: ['name'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['name']),
    apply: (params, { node }) => node.addTrait(textParameter(params, 'name')),
  }),
});

/** Takes a trait from the node, at once; one that is not there is fine. */
export const removeTrait = defineAction({
  id: 'remove-trait',
  requiredParams: ['name'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['name']),
    apply: (params, { node }) => node.removeTrait(textParameter(params, 'name')),
  }),
});
