import { defineOptions, type OptionsOf } from '@inspector/plugin-api';

/** JSON Schema of {@link DiscoveryOptions}. */
export const DISCOVERY_SCHEMA = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    enrollNodeDriver: {
      type: 'string',
      minLength: 1,
      default: 'fake-hardware',
      description: 'Driver of the nodes that are enrolled.',
    },
    enrollNodeFields: {
      type: 'object',
      default: {},
      description: 'More fields of these nodes, under the names of the bare metal service.',
    },
    enabledBmcAddressVersion: {
      type: 'array',
      items: { enum: ['4', '6', 4, 6] },
      default: ['4', '6'],
      description: 'IP versions a BMC address may have, the preferred one first.',
    },
    nodesPerMinute: {
      type: 'integer',
      minimum: 0,
      default: 60,
      description:
        'Nodes that are created within a minute at most; further machines are told to try again. 0: any number.',
    },
  },
});

/** Options of the group `discovery`. */
export type DiscoveryOptions = OptionsOf<typeof DISCOVERY_SCHEMA>;
