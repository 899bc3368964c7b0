import type { Conductor, PostedData } from '../../src/conductor/types.js';
import { InspectorError } from '@inspector/plugin-api';

/** A conductor that writes down what it is asked for and fails when told to. */
export class FakeConductor implements Conductor {
  readonly asked: {
    operation: string;
    node?: string;
    manageBoot?: boolean;
    posted?: PostedData | undefined;
  }[] = [];
  readonly names = new Map<string, string>();
  /** Thrown by every operation. */
  failure: unknown;
  uuid = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

  introspect(node: string, { manageBoot }: { manageBoot: boolean }): Promise<void> {
    return this.#note({ operation: 'introspect', node, manageBoot });
  }

  async continue(posted: PostedData): Promise<{ uuid: string }> {
    await this.#note({ operation: 'continue', posted });
    return { uuid: this.uuid };
  }

  abort(node: string): Promise<void> {
    return this.#note({ operation: 'abort', node });
  }

  reapply(node: string, posted?: PostedData): Promise<void> {
    return this.#note({ operation: 'reapply', node, posted });
  }

  async resolve(node: string): Promise<string> {
    await this.#note({ operation: 'resolve', node });
    const uuid = this.names.get(node);
    if (uuid === undefined) {
      throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${node} was not found in Ironic`);
    }
    return uuid;
  }

  async #note(entry: FakeConductor['asked'][number]): Promise<void> {
    this.asked.push(entry);
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
  }
}
