import { thrownText, type WantedFilterState } from '@inspector/plugin-api';
import type { PxeFilterManagerOptions } from './types.js';
import { cautiousState, computeWanted, UNUSED_STATE } from './wanted.js';

type Parts = Pick<
  PxeFilterManagerOptions,
  'driver' | 'driverName' | 'config' | 'baremetal' | 'dhcpAddresses' | 'records' | 'log'
>;

/** Reads from records and bare metal service what DHCP should do. */
export class DesiredState {
  constructor(
    private readonly parts: Parts,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** What DHCP should do now; undefined, with a line in the log, when the ports cannot be listed. */
  async read(): Promise<WantedFilterState | undefined> {
    const { driver, driverName, config, baremetal, dhcpAddresses, log } = this.parts;
    if (driver.passive) return UNUSED_STATE;
    let ports;
    try {
      ports = await baremetal.listPorts();
    } catch (error) {
      this.onFailure(error);
      log.error(
        { driver: driverName, error: thrownText(error) },
        'Could not list the ports of the bare metal service; the PXE filter stays as it is',
      );
      return undefined;
    }
    // Records are read after the slow listing, so that they are not older than the ports.
    return computeWanted({
      ports,
      ...(await this.#records()),
      discovery: Boolean(config.processing.nodeNotFoundHook),
      denyUnknownMacs: config.pxeFilter.denyUnknownMacs,
      dhcpAddressOf: await dhcpAddresses(),
    });
  }

  /** What to start with while the ports cannot be listed. */
  async cautious(): Promise<WantedFilterState> {
    return cautiousState(await this.#records());
  }

  async #records() {
    const { records } = this.parts;
    const [activeMacs, introspectionActive] = await Promise.all([records.activeMacs(), records.anyActive()]);
    return { activeMacs, introspectionActive };
  }
}
