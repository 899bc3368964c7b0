import { randomUUID } from 'node:crypto';
import {
  InspectorError,
  type BareMetalContext,
  type FoundNode,
  type JsonObject,
} from '@inspector/plugin-api';
import { isRefusal } from '@inspector/plugin-api/node';
import { exists } from './existing-node.js';
import type { RecentlyEnrolled } from './recently-enrolled.js';

/**
 * Creates nodes under UUIDs of our own. When the answer to a creation is lost, the next post of the machine can tell by
 * the UUID whether the node is there: without it, the machine would be refused because a node has its BMC address.
 */
export class Creation {
  readonly #context: Pick<BareMetalContext, 'baremetal' | 'log'>;
  readonly #unanswered: RecentlyEnrolled;

  /** @param unanswered - remembers creations whose answers were lost */
  constructor(context: Pick<BareMetalContext, 'baremetal' | 'log'>, unanswered: RecentlyEnrolled) {
    this.#context = context;
    this.#unanswered = unanswered;
  }

  /**
   * The node of a creation whose answer was lost; undefined: there was none for these keys, or it came to nothing.
   *
   * @param keys - MACs and BMC addresses of the machine
   */
  async finish(keys: readonly string[]): Promise<FoundNode | undefined> {
    const lost = this.#unanswered.find(keys);
    if (lost === undefined || !(await exists(lost.uuid, this.#context.baremetal))) return undefined;
    return this.#created(lost.uuid, keys);
  }

  /**
   * Creates the node of a machine.
   *
   * @throws what the bare metal service says, with the driver in front where it refuses the node
   */
  async create(fields: JsonObject, keys: readonly string[]): Promise<FoundNode> {
    const { baremetal } = this.#context;
    // The one of the try before, which the service may still carry out: two would become two nodes.
    const uuid = this.#unanswered.find(keys)?.uuid ?? randomUUID();
    try {
      const made = await baremetal.createNode({ ...fields, uuid });
      return this.#created(made.uuid, keys);
    } catch (error) {
      if (!isRefusal(error)) {
        this.#unanswered.add(uuid, keys);
        throw error;
      }
      if (this.#unanswered.find(keys) === undefined || !(await exists(uuid, baremetal)))
        throw refused(fields, error);
      return this.#created(uuid, keys);
    }
  }

  #created(uuid: string, keys: readonly string[]): FoundNode {
    const lost = this.#unanswered.find(keys);
    if (lost !== undefined) this.#unanswered.forget(lost.uuid);
    this.#context.log.info({ uuid }, 'a machine that was not known is now a node');
    return { uuid };
  }
}

const refused = (fields: JsonObject, error: InspectorError): InspectorError =>
  new InspectorError(
    error.code,
    `The bare metal service refuses a node with the driver ${String(fields['driver'])}; correct discovery.enrollNodeDriver ` +
      `or discovery.enrollNodeFields: ${error.message}`,
    { cause: error.cause },
  );
