import { InspectorError, type PxeFilterDriver, type WantedFilterState } from '@inspector/plugin-api';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/** The two states of a driver. */
export type FilterState = 'uninitialized' | 'initialized';

/** How the latest complete synchronisation went. */
export interface LastSync {
  /** ISO 8601. */
  readonly started_at: string;
  readonly seconds: number;
  /** Entries written, added or removed. */
  readonly changes: number;
  /** How many machines get a lease by name, and how many get none. */
  readonly allowed: number;
  readonly denied: number;
  /** What all other machines get. */
  readonly unknown: 'allow' | 'deny';
}

/** What one machine gets, and why. */
export interface MacVerdict {
  readonly address: string;
  /** null: nothing has been synchronised yet. */
  readonly verdict: 'allow' | 'deny' | null;
  readonly reason: string;
  /** What the system itself says; absent where the driver cannot ask it. */
  readonly system?: 'allow' | 'deny' | 'unlisted';
}

/** What `GET /v1/pxe-filter` answers, ready for JSON. */
export interface PxeFilterStatus {
  readonly driver: string;
  readonly state: FilterState;
  /** Seconds between periodic synchronisations; 0: none. */
  readonly sync_period: number;
  readonly deny_unknown_macs: boolean;
  /** null: none yet. */
  readonly last_sync: LastSync | null;
  /** The latest failure, kept until a synchronisation succeeds. */
  readonly last_failure: { readonly at: string; readonly message: string } | null;
  readonly mac?: MacVerdict;
}

/**
 * What a machine gets by the latest wishes and why.
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
