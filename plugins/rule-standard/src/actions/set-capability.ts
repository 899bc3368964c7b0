import { defineAction } from '@inspector/plugin-api';
import { ruleText } from '@inspector/plugin-api/rule-values';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Sets a capability of the node; without a value, or with null, removes it. */
export default defineAction({
  id: 'set-capability',
  requiredParams: ['name'],
  optionalParams: ['value'],
  formattedParams: ['value'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['name']),
    apply: async (params, { node }) => {
      const value = params['value'] ?? null;
      await node.updateCapabilities({
        [textParameter(params, 'name')]: value === null ? null : ruleText(value),
      });
    },
  }),
});
