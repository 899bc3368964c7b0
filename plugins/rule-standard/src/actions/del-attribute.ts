import { defineAction } from '@inspector/plugin-api';
import { valueAt } from '../pointer.js';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Removes a field of the node; one that is not there is fine. */
export default defineAction({
  id: 'del-attribute',
  requiredParams: ['path'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['path']),
    apply: async (params, { node }) => {
      const path = textParameter(params, 'path');
      if (valueAt(await node.node(), path) !== undefined) node.patch([{ op: 'remove', path }]);
    },
  }),
});
