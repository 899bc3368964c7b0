import { type DhcpLogSight, InspectorError } from '@inspector/plugin-api';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type { FilterStanding, MacVerdict, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import { DriverSight } from './driver-sight.js';
import { explainMac } from './explain-mac.js';
import type { GuardedDriver } from './guarded-driver.js';
import type { OutcomeRecord } from './outcome-record.js';
import { syncPeriod } from './sync-period.js';
import type { AskedMachines, PxeFilterManagerOptions } from './types.js';

type Parts = Pick<PxeFilterManagerOptions, 'driver' | 'driverName' | 'config' | 'dhcpAddresses' | 'log'>;

/** Says how the filter stands, and what machines should get and do get. */
export class FilterStatus {
  readonly #sight: DriverSight;

  constructor(
    private readonly parts: Parts,
    private readonly guarded: Pick<GuardedDriver, 'state' | 'applied'>,
    private readonly outcome: Pick<OutcomeRecord, 'lastSync' | 'lastFailure'>,
  ) {
    this.#sight = new DriverSight(parts);
  }

  /** What is known without a look at the system. */
  standing(): FilterStanding {
    const { driverName, config } = this.parts;
    return {
      driver: driverName,
      state: this.guarded.state,
      sync_period: syncPeriod(this.parts),
      deny_unknown_macs: config.pxeFilter.denyUnknownMacs,
      last_sync: this.outcome.lastSync,
      last_failure: this.outcome.lastFailure,
    };
  }

  /** @throws `INSP_BAD_REQUEST` for a text that is no MAC address */
  async read({ mac, node }: AskedMachines): Promise<PxeFilterStatus> {
    const asked = mac === undefined ? undefined : requiredMac(mac);
    return {
      ...this.standing(),
      dhcp_server: await this.#sight.server(),
      ...(asked === undefined ? {} : { mac: await this.#machine(asked) }),
      ...(node === undefined ? {} : { node: await this.#node(node) }),
    };
  }

  /** What the DHCP server has written down last of machines. @param macs - canonical */
  log(macs: readonly string[]): Promise<DhcpLogSight> {
    return this.#sight.log(macs);
  }

  async #node({ uuid, name, ports }: NonNullable<AskedMachines['node']>) {
    const addressOf = await this.parts.dhcpAddresses();
    const addresses = new Set(ports.map(addressOf).filter((address) => address !== undefined));
    const machines: MacVerdict[] = [];
    for (const address of addresses) machines.push(await this.#machine(address));
    return { uuid, name, machines };
  }

  async #machine(address: string): Promise<MacVerdict> {
    return {
      address,
      ...explainMac(address, this.parts.driver, this.guarded.applied),
      ...(await this.#sight.machine(address)),
    };
  }
}

function requiredMac(text: string): string {
  const mac = canonicalMac(text);
  if (mac !== undefined) return mac;
  throw new InspectorError(
    'INSP_BAD_REQUEST',
    `'${text}' is not a MAC address: expected six octets like 52:54:00:12:34:56`,
  );
}
