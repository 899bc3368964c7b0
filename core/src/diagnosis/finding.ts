import type { Certainty, DiagnosisFinding } from '../reports/diagnosis.js';
import { CAUSES, type CauseCode } from './causes.js';

/** One thing that was found out, with its code as the compiler knows it. */
export type Finding = DiagnosisFinding & { readonly code: CauseCode };

/**
 * Makes a finding.
 *
 * @param remedy - what to do here; default: what the table says
 */
export const finding = (
  code: CauseCode,
  certainty: Certainty,
  evidence: string,
  remedy: string | null = CAUSES[code].remedy,
): Finding => ({ code, certainty, evidence, remedy });
