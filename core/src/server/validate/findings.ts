import type { InspectorError } from '@inspector/plugin-api';

/** What was found out about one part of the service. */
export interface PartFindings {
  /** What would stop a start. */
  readonly faults: readonly InspectorError[];
  /** What an operator should know, and what stops no start. */
  readonly notes: readonly string[];
}
