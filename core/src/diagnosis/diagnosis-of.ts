import type { Diagnosis } from '../reports/diagnosis.js';
import { diagnose } from './diagnose.js';
import { gather } from './gather.js';
import type { DiagnosisSources } from './sources.js';

/**
 * Why a node or a machine stands where it does. Never rejects because a peer is away: that is a finding.
 *
 * @param asked - UUID or name of a node, or a MAC address
 */
export async function diagnosisOf(asked: string, sources: DiagnosisSources): Promise<Diagnosis> {
  const { facts, lookedAt } = await gather(asked, sources);
  return diagnose(facts, lookedAt);
}
