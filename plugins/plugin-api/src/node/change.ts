import type { PatchOperation } from '../baremetal/types.js';
import type { Json } from '../json/types.js';

/**
 * One change that a plugin asked of a node handle, in the order in which it asked. Changes of the node and of its ports
 * are as they were asked for, before several of them are merged into one request. MACs are lower case.
 */
export type NodeChange =
  | { readonly kind: 'node'; readonly operation: PatchOperation; readonly resetInterfaces: boolean }
  | { readonly kind: 'port'; readonly mac: string; readonly operation: PatchOperation }
  | { readonly kind: 'port-created' | 'port-deleted'; readonly mac: string }
  | { readonly kind: 'trait-added' | 'trait-removed'; readonly trait: string }
  | { readonly kind: 'option'; readonly name: string; readonly value: Json }
  | { readonly kind: 'attribute'; readonly name: string; readonly values: readonly string[] };
