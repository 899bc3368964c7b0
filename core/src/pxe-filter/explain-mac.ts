import { InspectorError, type PxeFilterDriver, type WantedFilterState } from '@inspector/plugin-api';
import type { MacVerdict } from '../reports/pxe-filter-status.js';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/**
 * What a machine gets by the latest desired state, and why.
 *
 * @throws `INSP_BAD_REQUEST` for a text that is no MAC address.
 */
export async function explainMac(
  text: string,
  driver: PxeFilterDriver,
  wanted: WantedFilterState | undefined,
): Promise<MacVerdict> {
  const address = canonicalMac(text);
  if (address === undefined) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `'${text}' is not a MAC address: expected six octets like 52:54:00:12:34:56`,
    );
  }
  const system = driver.inspect ? { system: await driver.inspect(address) } : {};
  return { address, ...verdict(address, driver, wanted), ...system };
}

function verdict(
  mac: string,
  driver: PxeFilterDriver,
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
