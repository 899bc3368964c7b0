import { defineInventory, httpUrlFault, InspectorError } from '@inspector/plugin-api';
import { HttpInventory } from './http-inventory.js';
import { HttpStore } from './http-store.js';

/** Keeps the inventory on a web server that knows entity tags, each host as a resource of its own. */
export default defineInventory({
  id: 'http',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['url'],
    properties: {
      url: {
        type: 'string',
        description: 'URL below which the resources lie, such as `https://192.0.2.1/inventory`.',
      },
      token: {
        type: 'string',
        minLength: 1,
        writeOnly: true,
        description: 'Token for `Authorization: Bearer`.',
      },
      timeout: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 10,
        description: 'Seconds until a request that is not answered is given up.',
      },
    },
  },
  setup({ config, log }) {
    const fault = httpUrlFault(config.url, 'https://192.0.2.1/inventory');
    if (fault !== undefined) {
      throw new InspectorError('INSP_CONFIG_INVALID', `plugins['inventory-http'].url: ${fault}`);
    }
    return new HttpInventory(new HttpStore(config), log);
  },
});
