import type { Conductor, NodeProgress } from '../conductor/types.js';
import type { ConductorAddress } from './conductor-address.js';
import { canonicalUuid } from '../node/uuid.js';
import type { Delivery } from './delivery.js';
import type { Method } from './methods.js';

/** Nobody who was asked works on the node. */
const IDLE: NodeProgress = { held: false, step: null, queue: null };

/**
 * Conductors that run in other processes, as one: whichever takes the call. An abort goes to the one that works on the
 * node first, because that one can end its work at once.
 */
export function remoteConductor(delivery: Pick<Delivery, 'call' | 'gather'>): Conductor {
  const holder = async (
    uuid: string,
  ): Promise<{ readonly conductor?: ConductorAddress; readonly progress: NodeProgress }> => {
    const answers = await delivery.gather('progress', [uuid]);
    const found = answers.find(({ result }) => (result as NodeProgress).held);
    if (found === undefined) return { progress: IDLE };
    return { conductor: found.conductor, progress: found.result as NodeProgress };
  };
  const call = <M extends Method>(method: M, ...given: Parameters<Conductor[M]>): ReturnType<Conductor[M]> =>
    delivery.call(method, withoutAbsent(given)) as ReturnType<Conductor[M]>;
  const conductors: Conductor = {
    introspect: (node, options) => call('introspect', node, options),
    continue: (text, sender) => call('continue', text, sender),
    abort: async (node) => {
      const { conductor } = await holder(canonicalUuid(node) ?? (await conductors.resolve(node)));
      await delivery.call('abort', [node], conductor);
    },
    reapply: (node, text) => call('reapply', node, text),
    progress: async (uuid) => (await holder(uuid)).progress,
    resolve: (node) => call('resolve', node),
    createRule: (text) => call('createRule', text),
    importRules: (text, options) => call('importRules', text, options),
    explainRules: (text) => call('explainRules', text),
    listPlugins: () => call('listPlugins'),
    selfReport: () => call('selfReport'),
    pxeFilterStatus: (question) => call('pxeFilterStatus', question),
  };
  return conductors;
}

/** Arguments left out at the end stay left out: JSON knows no `undefined`. */
const withoutAbsent = (given: readonly unknown[]): readonly unknown[] =>
  given.slice(0, given.findLastIndex((argument) => argument !== undefined) + 1);
