import { defineAction } from '@inspector/plugin-api';
import { plainNumbers } from '@inspector/plugin-api/rule-values';
import { findPort } from '../port.js';
import { requireTexts, requireValue, textParameter } from '../text-parameter.js';

/** Sets a field of one port of the node. */
export default defineAction({
  id: 'set-port-attribute',
  requiredParams: ['port_id', 'path'],
  optionalParams: ['value'],
  formattedParams: ['port_id', 'value'],
  setup: () => ({
    validate: (params) => {
      requireTexts(params, ['port_id', 'path']);
      requireValue(params);
    },
    apply: async (params, context) => {
      const { address } = await findPort(params, context);
      const value = plainNumbers(params['value'] ?? null);
      context.node.patchPort(address, [{ op: 'add', path: textParameter(params, 'path'), value }]);
    },
  }),
});
