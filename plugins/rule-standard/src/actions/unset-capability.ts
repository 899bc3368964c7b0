import { defineAction } from '@inspector/plugin-api';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Removes a capability of the node; one that is not there is fine. */
export default defineAction({
  id: 'unset-capability',
  requiredParams: ['name'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['name']),
    apply: (params, { node }) => node.updateCapabilities({ [textParameter(params, 'name')]: null }),
  }),
});
