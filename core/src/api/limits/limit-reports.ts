import type { InspectorConfig } from '../../config/types.js';
import type { Metrics } from '../../metrics/metrics.js';

/** A limit somebody ran into, by the name of its option. */
export type LimitName = keyof InspectorConfig['limits'] | 'maxBodySize';

/** Says which limits are hit. */
export interface LimitReports {
  /**
   * Counts a refusal, and logs it: each limit once a minute, with the number of refusals that were not logged.
   *
   * @param who - address of the client
   */
  hit(limit: LimitName, who: string): void;
}

/** Milliseconds between two log lines about the same limit. */
const QUIET = 60_000;

/** Makes the reports of one API. */
export function limitReports(
  metrics: Pick<Metrics, 'limitHits'>,
  log: { warn(fields: object, text: string): void },
): LimitReports {
  const logged = new Map<LimitName, { at: number; unlogged: number }>();
  return {
    hit(limit, who) {
      const option = limit === 'maxBodySize' ? limit : `limits.${limit}`;
      metrics.limitHits.inc({ limit: option });
      const last = logged.get(limit);
      if (last !== undefined && performance.now() - last.at < QUIET) {
        last.unlogged++;
        return;
      }
      logged.set(limit, { at: performance.now(), unlogged: 0 });
      const more = last?.unlogged ? `, and ${String(last.unlogged)} more since the last line about it` : '';
      log.warn({ limit: option, client: who }, `A request was refused because of \`${option}\`${more}`);
    },
  };
}
