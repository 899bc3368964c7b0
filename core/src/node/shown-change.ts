import type { Json } from '@inspector/plugin-api';
import type { NodeChange } from '@inspector/plugin-api/node';

/** One change of a node, as people are shown it. */
export interface ShownChange {
  /** `node`, `port <MAC>`, `trait`, `option <name>`, `attribute <name>` or, of dry runs, `log`. */
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** A change as people are shown it, secrets included. */
export function shownChange(change: NodeChange): ShownChange {
  switch (change.kind) {
    case 'node':
      return { target: 'node', ...change.operation };
    case 'port':
      return { target: `port ${change.mac}`, ...change.operation };
    case 'port-created':
      return { target: `port ${change.mac}`, op: 'create' };
    case 'port-deleted':
      return { target: `port ${change.mac}`, op: 'delete' };
    case 'trait-added':
      return { target: 'trait', op: 'add', value: change.trait };
    case 'trait-removed':
      return { target: 'trait', op: 'remove', value: change.trait };
    case 'option':
      return { target: `option ${change.name}`, op: 'add', value: change.value };
    case 'attribute':
      return { target: `attribute ${change.name}`, op: 'add', value: [...change.values] };
  }
}
