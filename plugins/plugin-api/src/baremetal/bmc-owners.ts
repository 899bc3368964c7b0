import { forAllWhoWait } from '../waiting/patience.js';
import type { BmcResolver } from './bmc-resolver.js';
import type { BareMetal } from './types.js';

/** UUIDs of nodes by the address of their BMC. */
type Owners = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the nodes that BMC addresses belong to, by a look at all nodes. One look goes on at a time, whoever asks: those who
 * ask meanwhile share the next one, so that nobody gets what was true before he asked.
 */
export class BmcOwners {
  readonly #baremetal: Pick<BareMetal, 'listNodes'>;
  readonly #resolver: Pick<BmcResolver, 'addressesOf'>;
  #present: Promise<Owners> | undefined;
  #next: Promise<Owners> | undefined;

  constructor(baremetal: Pick<BareMetal, 'listNodes'>, resolver: Pick<BmcResolver, 'addressesOf'>) {
    this.#baremetal = baremetal;
    this.#resolver = resolver;
  }

  /**
   * UUIDs of the nodes that have one of the addresses.
   *
   * @param addresses - canonical
   * @throws what the listing of all nodes throws
   */
  async of(addresses: readonly string[]): Promise<string[]> {
    const owners = await this.#look();
    return [...new Set(addresses.flatMap((address) => owners.get(address) ?? []))];
  }

  #look(): Promise<Owners> {
    if (this.#present === undefined) return this.#begin();
    this.#next ??= this.#present
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin();
      });
    return this.#next;
  }

  #begin(): Promise<Owners> {
    this.#present = forAllWhoWait(() => this.#read()).finally(() => (this.#present = undefined));
    return this.#present;
  }

  async #read(): Promise<Owners> {
    const nodes = await this.#baremetal.listNodes(['uuid', 'driver_info']);
    const owners = new Map<string, string[]>();
    await Promise.all(
      nodes.map(async (node) => {
        for (const address of await this.#resolver.addressesOf(node)) {
          const known = owners.get(address);
          if (known === undefined) owners.set(address, [node.uuid]);
          else known.push(node.uuid);
        }
      }),
    );
    return owners;
  }
}
