import type { DhcpServerSight } from '@inspector/plugin-api';
import type { SeenProcess } from './processes.js';

/** What is to be seen of dnsmasq. */
export interface Sight extends DhcpServerSight {
  /** true: it gives no lease to anybody. */
  readonly silent: boolean;
}

/** dnsmasq goes by what was written. */
export const following = (reason: string): Sight => ({ follows: 'yes', reason, silent: false });

/** dnsmasq goes by something older. */
export const outdated = (reason: string): Sight => ({ follows: 'no', reason, silent: false });

/** dnsmasq does not work. */
export const silent = (reason: string): Sight => ({ follows: 'no', reason, silent: true });

/** Nobody can tell. */
export const unseen = (reason: string): Sight => ({ follows: 'unknown', reason, silent: false });

/** How a process is named in reasons. */
export const nameOf = ({ pid }: SeenProcess): string => `dnsmasq (process ${pid})`;
