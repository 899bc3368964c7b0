import { InspectorError, thrownText, type DhcpLogSight, type MachineSight } from '@inspector/plugin-api';
import { CommandLimit } from '@inspector/plugin-api/commands';
import { withTimeLimit } from '@inspector/plugin-api/package';
import type { DhcpServerReport, MacVerdict } from '../reports/pxe-filter-status.js';
import type { PxeFilterManagerOptions } from './types.js';

/** Seconds a driver may look at the system before a status is given without it. */
const LIMIT = 10;

/** Asks a driver what it sees. What it cannot say, or fails to say, is unknown; the status is shown all the same. */
export class DriverSight {
  constructor(private readonly parts: Pick<PxeFilterManagerOptions, 'driver' | 'driverName' | 'log'>) {}

  /** What a machine gets. @param mac - canonical */
  async machine(mac: string): Promise<Pick<MacVerdict, 'system' | 'system_reason'>> {
    const { driver } = this.parts;
    if (!driver.inspect) return { system: 'unknown', system_reason: this.#cannotLook() };
    const sight = await this.#look<MachineSight['verdict'] | MachineSight>(
      () => driver.inspect?.(mac) ?? 'unknown',
      (reason) => ({ verdict: 'unknown', reason }),
    );
    return typeof sight === 'string'
      ? { system: sight, system_reason: null }
      : { system: sight.verdict, system_reason: sight.reason ?? null };
  }

  /** Whether the DHCP server goes by what was set. */
  async server(): Promise<DhcpServerReport> {
    const { driver } = this.parts;
    const nothing = (reason: string): DhcpServerReport => ({ follows: 'unknown', reason });
    if (!driver.examine) return nothing(this.#cannotLook());
    return this.#look(() => driver.examine?.() ?? nothing(this.#cannotLook()), nothing);
  }

  /** What the DHCP server has written down last of machines. @param macs - canonical */
  async log(macs: readonly string[]): Promise<DhcpLogSight> {
    const { driver, driverName } = this.parts;
    const nothing = (reason: string): DhcpLogSight => ({ isRead: false, reason, requests: [] });
    const cannot = `The driver ${driverName} reads no log of a DHCP server.`;
    if (!driver.readLog) return nothing(cannot);
    return this.#look(() => driver.readLog?.(macs) ?? nothing(cannot), nothing);
  }

  async #look<T>(ask: () => T | Promise<T>, otherwise: (reason: string) => T): Promise<T> {
    const { driverName: driver, log } = this.parts;
    try {
      const limit = new CommandLimit(LIMIT, 'a look at the system');
      return await withTimeLimit(
        () => limit.during(ask),
        LIMIT + 1,
        () =>
          new InspectorError(
            'INSP_PXE_FILTER_FAILED',
            `The driver ${driver} has not looked at the system within ${LIMIT} s.`,
          ),
        (error) => log.debug({ driver, error: thrownText(error) }, 'The PXE filter looked too late'),
      );
    } catch (error) {
      return otherwise(thrownText(error));
    }
  }

  #cannotLook(): string {
    return `The driver ${this.parts.driverName} does not look at the DHCP server.`;
  }
}
