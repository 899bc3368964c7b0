import { hostVarsOf, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { member } from '@inspector/plugin-api/ramdisk-data';
import { hostName, nodeName } from './host-names.js';
import type { DescribedNode } from './types.js';

/** Names that are no hosts of a data centre. */
const RESERVED = ['all', 'ungrouped', 'localhost', '_meta'];

/** The longest label from which OpenStack-Ansible can still make names of containers. */
const OPENSTACK_ANSIBLE_LABEL = 20;

/** Names of hosts that are in use, and the names that groups have or get. */
export class AssignedNames {
  readonly notes: string[] = [];
  readonly #hosts: Set<string>;
  readonly #groups: ReadonlySet<string>;

  constructor(document: InventoryDocument, groups: Iterable<string>) {
    this.#hosts = new Set(Object.keys(hostVarsOf(document)));
    this.#groups = new Set([...RESERVED, ...groups]);
  }

  /** The name of a new host: that of the node, else one of those that options ask for, else one made of the UUID. */
  take({ uuid, name, names }: DescribedNode): string {
    const own = hostName(name);
    if (name !== null && own === undefined) {
      this.notes.push(`The name ${JSON.stringify(name)} of the node ${uuid} cannot be that of a host`);
    }
    if (own !== undefined && this.#isTaken(own))
      this.notes.push(`The name ${own} of the node ${uuid} ${this.#taker(own)}`);
    const taken =
      [own, ...names].find((each) => each !== undefined && !this.#isTaken(each)) ??
      nodeName(uuid, (each) => this.#isTaken(each));
    const label = taken.split('.')[0] ?? taken;
    if (label.length > OPENSTACK_ANSIBLE_LABEL) {
      this.notes.push(
        `The name ${taken} has more than ${String(OPENSTACK_ANSIBLE_LABEL)} characters: OpenStack-Ansible cannot put containers on this host`,
      );
    }
    this.#hosts.add(taken);
    return taken;
  }

  /**
   * Gives hosts the names that their nodes have now. Hosts whose new name another one gives up are renamed after it.
   *
   * @param byNode - is changed
   * @returns old and new names
   */
  rename(
    nodes: readonly DescribedNode[],
    byNode: Map<string, string>,
    document: InventoryDocument,
  ): { from: string; to: string }[] {
    const renamed: { from: string; to: string }[] = [];
    let waiting = nodes.filter(({ uuid, name }) => (hostName(name) ?? byNode.get(uuid)) !== byNode.get(uuid));
    for (let before = -1; waiting.length !== before;) {
      before = waiting.length;
      waiting = waiting.filter(({ uuid, name }) => {
        const [from, to] = [byNode.get(uuid) ?? '', hostName(name) ?? ''];
        if (this.#isTaken(to) || namesItself(document, from)) return true;
        this.#hosts.delete(from);
        this.#hosts.add(to);
        byNode.set(uuid, to);
        renamed.push({ from, to });
        return false;
      });
    }
    for (const { uuid, name } of waiting) {
      const [from, to] = [byNode.get(uuid) ?? '', hostName(name) ?? ''];
      const reason = this.#isTaken(to)
        ? `the name ${to} ${this.#taker(to)}`
        : 'OpenStack-Ansible refers to it by its name';
      this.notes.push(`The host ${from} keeps its name: ${reason}`);
    }
    return renamed;
  }

  #isTaken(name: string): boolean {
    return this.#hosts.has(name) || this.#groups.has(name);
  }

  #taker(name: string): string {
    return this.#hosts.has(name) ? 'belongs to another host' : 'is that of a group';
  }
}

/** Whether variables of the host, or of others, hold its name. */
const namesItself = (document: InventoryDocument, host: string): boolean =>
  Object.values(hostVarsOf(document)).some((vars) => member(vars, 'physical_host') === host);
