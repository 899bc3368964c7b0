import { defineAction } from '@inspector/plugin-api';
import { extendList } from '../extend-list.js';
import { valueAt } from '../pointer.js';
import { findPort } from '../port.js';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Appends a value to a list of one port of the node. */
export default defineAction({
  id: 'extend-port-attribute',
  requiredParams: ['port_id', 'path', 'value'],
  optionalParams: ['unique'],
  formattedParams: ['port_id', 'value'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['port_id', 'path']),
    apply: async (params, context) => {
      const port = await findPort(params, context);
      const path = textParameter(params, 'path');
      const present = valueAt(port, path);
      const target = `${path} of port ${port.address} (rule "${context.rule}")`;
      const list = await extendList(present ?? [], params, target, (before, value) =>
        context.node.hasAppended(`${port.address}${path}`, before, value),
      );
      if (list === present) return;
      context.node.patchPort(port.address, [
        { op: present === undefined ? 'add' : 'replace', path, value: list },
      ]);
    },
  }),
});
