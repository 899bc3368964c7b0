import { defineAction } from '@inspector/plugin-api';
import { extendList } from '../extend-list.js';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Appends a value to a list of the node. */
export default defineAction({
  id: 'extend-attribute',
  requiredParams: ['path', 'value'],
  optionalParams: ['unique'],
  formattedParams: ['value'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['path']),
    apply: async (params, { node, rule }) => {
      const path = textParameter(params, 'path');
      const target = `${path} of node ${node.uuid} (rule "${rule}")`;
      const present = (await node.getByPath(path)) ?? [];
      const list = await extendList(present, params, target, (before, value) =>
        node.hasAppended(path, before, value),
      );
      await node.replaceField(path, () => list, []);
    },
  }),
});
