import type { Session } from './session.js';

/** One step of the schema. */
export interface Migration {
  /** Twelve hexadecimal digits. */
  readonly revision: string;
  /** The revision it comes after; null for the first. */
  readonly down: string | null;
  /** What changes, one line. */
  readonly message: string;
  /** Day it was written, `YYYY-MM-DD`. */
  readonly created: string;
  /**
   * Makes the change. sqlite and PostgreSQL undo it when it fails; MySQL cannot, so on MySQL a step must work again
   * after it stopped half-way.
   */
  up(session: Session): Promise<void>;
}

/** The revision at which databases of ironic-inspector are taken over. */
export const BASELINE = 'b55109d5063a';
