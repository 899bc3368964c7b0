import { text } from '../option.js';

/** The `baremetal` group. */
export const bareMetalOptions = {
  driver: text('ironic', 'Which bare metal service holds the nodes.'),
} as const;
