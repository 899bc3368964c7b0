import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { PartFindings } from '../validate/findings.js';

/** How a part of the service stands: `notice` does no harm yet, `skipped` could not be looked at because of another fault. */
export type Verdict = 'ok' | 'notice' | 'fault' | 'skipped';

/** What was found out about one part of the service. */
export interface Check {
  readonly name: string;
  readonly verdict: Verdict;
  /** How long the look took. */
  readonly milliseconds: number;
  readonly text: string;
  /** What to do; null: nothing. */
  readonly remedy: string | null;
}

/** What a look found. */
export type Finding = Pick<Check, 'verdict' | 'text'>;

/** A part is as it should be. */
export const ok = (text: string): Finding => ({ verdict: 'ok', text });

/** A part does no harm yet, but somebody should know. */
export const notice = (text: string): Finding => ({ verdict: 'notice', text });

/** A part cannot be looked at. */
export const skipped = (why: string): Finding => ({ verdict: 'skipped', text: `not looked at: ${why}` });

/** What a part that stops a start, or has something to tell, comes to. */
export function findingOf({ faults, notes }: PartFindings, well: string): Finding {
  if (faults.length > 0) return { verdict: 'fault', text: faults.map(faultText).join('; ') };
  return notes.length > 0 ? notice(notes.join('; ')) : ok(well);
}

const faultText = ({ code, message }: InspectorError): string => `${code}: ${message}`;

/**
 * Looks at one part. What the look throws is what is wrong with the part.
 *
 * @param remedy - what to do where the part is not as it should be
 */
export async function measured(
  name: string,
  remedy: string,
  look: () => Finding | Promise<Finding>,
): Promise<Check> {
  const begun = performance.now();
  let finding: Finding;
  try {
    finding = await look();
  } catch (error) {
    finding = { verdict: 'fault', text: InspectorError.is(error) ? faultText(error) : thrownText(error) };
  }
  const isWell = finding.verdict === 'ok' || finding.verdict === 'skipped';
  const milliseconds = Math.round((performance.now() - begun) * 10) / 10;
  return { name, milliseconds, ...finding, remedy: isWell ? null : remedy };
}
