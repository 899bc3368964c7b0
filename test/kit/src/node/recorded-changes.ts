import type { Json, PatchOperation } from '@inspector/plugin-api';
import type { NodeChange, NodeService } from '@inspector/plugin-api/node';

/** Changes a plugin asked for, in the order it asked. */
export interface RecordedChanges {
  readonly node: readonly PatchOperation[];
  readonly resetInterfaces: boolean;
  /** By lower-case MAC. */
  readonly ports: ReadonlyMap<string, readonly PatchOperation[]>;
  readonly createdPorts: readonly string[];
  readonly deletedPorts: readonly string[];
  readonly addedTraits: readonly string[];
  readonly removedTraits: readonly string[];
  /** Options set, by name; the last value of each. */
  readonly options: ReadonlyMap<string, Json>;
  /** Attributes added, name to values. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** How many PATCH requests of the node were sent. */
  readonly nodeRequests: number;
}

/** A record of what is asked of a node handle. */
export class ChangeRecord implements RecordedChanges {
  readonly node: PatchOperation[] = [];
  resetInterfaces = false;
  readonly ports = new Map<string, PatchOperation[]>();
  readonly createdPorts: string[] = [];
  readonly deletedPorts: string[] = [];
  readonly addedTraits: string[] = [];
  readonly removedTraits: string[] = [];
  readonly options = new Map<string, Json>();
  readonly attributes = new Map<string, readonly string[]>();
  nodeRequests = 0;

  /** Takes a change of a handle down. */
  add(change: NodeChange): void {
    switch (change.kind) {
      case 'node':
        this.node.push(structuredClone(change.operation));
        this.resetInterfaces ||= change.resetInterfaces;
        return;
      case 'port': {
        const operations = this.ports.get(change.mac) ?? [];
        this.ports.set(change.mac, [...operations, structuredClone(change.operation)]);
        return;
      }
      case 'port-created':
        this.createdPorts.push(change.mac);
        return;
      case 'port-deleted':
        this.deletedPorts.push(change.mac);
        return;
      case 'trait-added':
        this.addedTraits.push(change.trait);
        return;
      case 'trait-removed':
        this.removedTraits.push(change.trait);
        return;
      case 'option':
        this.options.set(change.name, structuredClone(change.value));
        return;
      case 'attribute':
        this.attributes.set(change.name, [...(this.attributes.get(change.name) ?? []), ...change.values]);
    }
  }

  /** The same service, with its PATCH requests of nodes counted. */
  counting<Service extends NodeService>(service: Service): Service {
    const patchNode: NodeService['patchNode'] = async (...request) => {
      const node = await service.patchNode(...request);
      this.nodeRequests++;
      return node;
    };
    return { ...service, patchNode };
  }
}
