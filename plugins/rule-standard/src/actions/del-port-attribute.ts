import { defineAction } from '@inspector/plugin-api';
import { valueAt } from '../pointer.js';
import { findPort } from '../port.js';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Removes a field of one port of the node; one that is not there is fine. */
export default defineAction({
  id: 'del-port-attribute',
  requiredParams: ['port_id', 'path'],
  formattedParams: ['port_id'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['port_id', 'path']),
    apply: async (params, context) => {
      const port = await findPort(params, context);
      const path = textParameter(params, 'path');
      if (valueAt(port, path) !== undefined) context.node.patchPort(port.address, [{ op: 'remove', path }]);
    },
  }),
});
