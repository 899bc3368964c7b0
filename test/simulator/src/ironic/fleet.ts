import { fault } from './answer.js';
import { newNode, type FakeNode, type Hardware } from './node-model.js';
import { newPort, type FakePort } from './port-model.js';

/** All nodes and ports of one fake Ironic, in the order they were added. */
export class Fleet {
  readonly nodes = new Map<string, FakeNode>();
  readonly ports = new Map<string, FakePort>();
  readonly #hardware = new Map<string, Hardware>();
  readonly #portsByAddress = new Map<string, FakePort>();
  readonly #portsByNode = new Map<string, Set<FakePort>>();

  /** Adds a node; 409 if its UUID or name is taken. */
  addNode(given: Readonly<Partial<FakeNode>>): FakeNode {
    const node = newNode(given);
    if (this.nodes.has(node.uuid)) throw fault(409, `A node with UUID ${node.uuid} already exists.`);
    this.checkName(node.name, node.uuid);
    this.nodes.set(node.uuid, node);
    return node;
  }

  /** Adds a port; the MAC is lower-cased. 409 if it is taken, 400 if the node does not exist. */
  addPort(given: Readonly<Partial<FakePort> & Pick<FakePort, 'address' | 'node_uuid'>>): FakePort {
    const port = newPort({ ...given, address: given.address.toLowerCase() });
    if (!this.nodes.has(port.node_uuid)) throw fault(400, `Node ${port.node_uuid} could not be found.`);
    if (this.ports.has(port.uuid)) throw fault(409, `A port with UUID ${port.uuid} already exists.`);
    this.checkAddress(port.address, port.uuid);
    this.ports.set(port.uuid, port);
    this.#index(port);
    return port;
  }

  /** Takes over the fields of a changed copy; the port keeps its identity and its place in listings. */
  updatePort(changed: FakePort): void {
    const port = this.ports.get(changed.uuid);
    if (port === undefined) return;
    const moves = port.node_uuid !== changed.node_uuid;
    if (moves) this.#portsByNode.get(port.node_uuid)?.delete(port);
    this.#portsByAddress.delete(port.address);
    Object.assign(port, changed);
    this.#index(port);
  }

  /** Removes a port; false if there is none. */
  removePort(uuid: string): boolean {
    const port = this.ports.get(uuid);
    if (port === undefined) return false;
    this.#forget(port);
    return this.ports.delete(uuid);
  }

  /** Removes a node and its ports; false if there is none. */
  removeNode(uuid: string): boolean {
    for (const port of this.portsOf(uuid)) this.removePort(port.uuid);
    this.#hardware.delete(uuid);
    return this.nodes.delete(uuid);
  }

  /** A node by UUID or name. */
  findNode(id: string): FakeNode | undefined {
    const node = this.nodes.get(id) ?? this.nodes.get(id.toLowerCase());
    if (node !== undefined) return node;
    for (const candidate of this.nodes.values()) if (candidate.name === id) return candidate;
    return undefined;
  }

  /** The port with a MAC, in any case. */
  findPort(address: string): FakePort | undefined {
    return this.#portsByAddress.get(address.toLowerCase());
  }

  portsOf(nodeUuid: string): FakePort[] {
    return [...(this.#portsByNode.get(nodeUuid) ?? [])];
  }

  /** The machine behind a node. */
  hardware(uuid: string): Hardware {
    const known = this.#hardware.get(uuid);
    if (known !== undefined) return known;
    const fresh: Hardware = { bootDevice: 'disk', bootPersistent: false, validation: {}, powerFailure: null };
    this.#hardware.set(uuid, fresh);
    return fresh;
  }

  /** Refuses a name that another node has: 409. */
  checkName(name: string | null, uuid: string): void {
    if (name === null) return;
    const holder = this.findNode(name);
    if (holder !== undefined && holder.uuid !== uuid)
      throw fault(409, `A node with name ${name} already exists.`);
  }

  /** Refuses a MAC that another port has: 409. */
  checkAddress(address: string, uuid: string): void {
    const holder = this.findPort(address);
    if (holder !== undefined && holder.uuid !== uuid) {
      throw fault(409, `A port with MAC address ${address} already exists.`);
    }
  }

  #index(port: FakePort): void {
    this.#portsByAddress.set(port.address, port);
    const siblings = this.#portsByNode.get(port.node_uuid) ?? new Set();
    this.#portsByNode.set(port.node_uuid, siblings.add(port));
  }

  #forget(port: FakePort): void {
    this.#portsByAddress.delete(port.address);
    this.#portsByNode.get(port.node_uuid)?.delete(port);
  }
}
