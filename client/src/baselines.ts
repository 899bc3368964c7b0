import type { RequestOptions } from './request-options.js';
import type { Transport } from './transport.js';
import type { Baseline, BaselineCheck, BaselineScope } from './types.js';

/** The hardware that nodes should have. */
export interface BaselinesClient {
  /** All baselines. */
  list(options?: RequestOptions): Promise<Baseline[]>;
  /**
   * Takes what an introspection of a node has found for a baseline: that of the node, or of a resource class.
   * `number` names the introspection; default: the newest with data.
   */
  set(
    node: string,
    options?: RequestOptions & { readonly number?: number; readonly class?: string },
  ): Promise<Baseline>;
  /** Forgets the baseline of a node, or of a class. */
  clear(scope: BaselineScope, options?: RequestOptions): Promise<void>;
  /** How the hardware that was found last differs from what the node should have now. */
  check(node: string, options?: RequestOptions): Promise<BaselineCheck>;
}

const BASELINES = ['v1', 'baselines'];

/** Makes the part of the client that works on baselines. */
export function createBaselinesClient({ json, list, text }: Transport): BaselinesClient {
  return {
    list: ({ signal } = {}) => list({ method: 'GET', path: BASELINES, signal }, 'baselines'),
    set: (node, { signal, ...options } = {}) =>
      json({ method: 'PUT', path: BASELINES, body: JSON.stringify({ node, ...options }), signal }, 'kind'),
    async clear(scope, { signal } = {}) {
      await text({ method: 'DELETE', path: BASELINES, query: { ...scope }, signal });
    },
    check: (node, { signal } = {}) =>
      json({ method: 'GET', path: ['v1', 'introspection', node, 'baseline'], signal }, 'baseline'),
  };
}
