import { DIAGNOSIS } from '../../reports/diagnosis.js';

/** Schemas of the answer about why a node stands where it does. */
export const DIAGNOSIS_SCHEMAS = { Diagnosis: DIAGNOSIS } as const;
