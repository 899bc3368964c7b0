import type { PxeFilterDriver, WantedFilterState } from '@inspector/plugin-api';
import type { MacVerdict } from '../reports/pxe-filter-status.js';

/** What a machine should get by the latest desired state, and why. */
export function explainMac(
  mac: string,
  driver: Pick<PxeFilterDriver, 'passive'>,
  wanted: WantedFilterState | undefined,
): Pick<MacVerdict, 'verdict' | 'reason'> {
  if (driver.passive) return { verdict: 'allow', reason: 'The driver leaves DHCP alone.' };
  if (!wanted) return { verdict: null, reason: 'The filter has not been synchronised yet.' };
  if (wanted.allowed.has(mac)) return { verdict: 'allow', reason: 'The machine is on introspection.' };
  if (wanted.denied.has(mac)) {
    return { verdict: 'deny', reason: 'The machine is enrolled and not on introspection.' };
  }
  if (wanted.unknown === 'allow') {
    return {
      verdict: 'allow',
      reason: 'No port has this MAC, and unknown machines are welcome now.',
    };
  }
  const why = wanted.denyUnknownMacs
    ? 'unknown machines are denied (pxeFilter.denyUnknownMacs, or the ports could not be listed yet)'
    : 'nothing is on introspection';
  return { verdict: 'deny', reason: `No port has this MAC, and ${why}.` };
}
