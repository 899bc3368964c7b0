import type { IntrospectionState } from '@inspector/plugin-api';

/** States in which a process works on a record. */
export const WORKING: readonly IntrospectionState[] = [
  'starting',
  'processing',
  'reapplying',
  'enrolling',
  'aborting',
];
