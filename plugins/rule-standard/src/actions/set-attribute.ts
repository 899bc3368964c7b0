import { defineAction } from '@inspector/plugin-api';
import { plainNumbers } from '@inspector/plugin-api/rule-values';
import { isSetFlag, requireTexts, requireValue, textParameter } from '../text-parameter.js';

/** Sets a field of the node; a new driver resets the interfaces unless told not to. */
export default defineAction({
  id: 'set-attribute',
  requiredParams: ['path'],
  optionalParams: ['value', 'reset_interfaces'],
  formattedParams: ['value'],
  setup: () => ({
    validate: (params) => {
      requireTexts(params, ['path']);
      requireValue(params);
    },
    apply: (params, { node }) => {
      const path = textParameter(params, 'path');
      const isDriver = path.replaceAll('/', '') === 'driver';
      const isSaid = Object.hasOwn(params, 'reset_interfaces');
      node.patch([{ op: 'add', path, value: plainNumbers(params['value'] ?? null) }], {
        resetInterfaces: isDriver && (!isSaid || isSetFlag(params['reset_interfaces'])),
        resetOptional: !isSaid,
      });
    },
  }),
});
