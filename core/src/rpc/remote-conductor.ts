import type { Conductor } from '../conductor/types.js';
import type { Delivery } from './delivery.js';
import type { Method } from './methods.js';

/** A conductor that runs in another process, whichever takes the call. */
export function remoteConductor(delivery: Pick<Delivery, 'call'>): Conductor {
  const call = <M extends Method>(method: M, ...given: Parameters<Conductor[M]>): ReturnType<Conductor[M]> =>
    delivery.call(method, withoutAbsent(given)) as ReturnType<Conductor[M]>;
  return {
    introspect: (node, options) => call('introspect', node, options),
    continue: (text, sender) => call('continue', text, sender),
    abort: (node) => call('abort', node),
    reapply: (node, text) => call('reapply', node, text),
    progress: (uuid) => call('progress', uuid),
    resolve: (node) => call('resolve', node),
    createRule: (text) => call('createRule', text),
    importRules: (text, options) => call('importRules', text, options),
    explainRules: (text) => call('explainRules', text),
    listPlugins: () => call('listPlugins'),
    pxeFilterStatus: (question) => call('pxeFilterStatus', question),
  };
}

/** Arguments left out at the end stay left out: JSON knows no `undefined`. */
const withoutAbsent = (given: readonly unknown[]): readonly unknown[] =>
  given.slice(0, given.findLastIndex((argument) => argument !== undefined) + 1);
