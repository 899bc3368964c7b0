import type { Conductor, NodeProgress } from '../conductor/types.js';
import type { ConductorSight } from '../reports/machine-sight.js';
import type { ConductorAddress } from './conductor-address.js';
import { canonicalUuid } from '../node/uuid.js';
import type { Delivery, Said } from './delivery.js';
import type { Method } from './methods.js';

/** Milliseconds that conductors get to say what they see of a machine. */
const SIGHT = 1500;

/** Nobody who was asked works on the node. */
const IDLE: NodeProgress = { held: false, step: null, queue: null };

/**
 * Conductors that run in other processes, as one: whichever takes the call. An abort goes to the one that works on the
 * node first, because that one can end its work at once.
 */
export function remoteConductor(delivery: Pick<Delivery, 'call' | 'gather' | 'askAll'>): Conductor {
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
    lookAtMachine: (question) => call('lookAtMachine', question),
    sightsOfMachine: async (question) =>
      (await delivery.askAll('sightsOfMachine', [question], SIGHT)).flatMap(sightsIn),
  };
  return conductors;
}

/** What one conductor said it sees: its own sight, or why it said nothing. */
function sightsIn(said: Said): readonly ConductorSight[] {
  const { host } = said.conductor;
  if ('silence' in said) return [{ host, silence: said.silence }];
  const { milliseconds } = said;
  return (said.result as readonly ConductorSight[]).map((one) => ({ ...one, milliseconds }));
}

/** Arguments left out at the end stay left out: JSON knows no `undefined`. */
const withoutAbsent = (given: readonly unknown[]): readonly unknown[] =>
  given.slice(0, given.findLastIndex((argument) => argument !== undefined) + 1);
