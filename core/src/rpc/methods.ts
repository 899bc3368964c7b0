import type { Conductor } from '../conductor/types.js';

/** A method of a conductor that can be called from another process. */
export type Method = keyof Conductor & string;

/** How a call is treated. */
export interface MethodRules {
  /**
   * true: it changes something. It is sent to a second conductor only when the first one certainly did not take it, and
   * its outcome can be asked for when the answer was lost.
   */
  readonly changes: boolean;
  /** true: it may take ten times as long as other calls before its caller gives up. */
  readonly long: boolean;
}

const asks: MethodRules = { changes: false, long: false };
const changes: MethodRules = { changes: true, long: false };

/** All of them. Data of a ramdisk may lead to many requests to the bare metal service, a list of rules to many rows. */
export const METHODS: Readonly<Record<Method, MethodRules>> = {
  introspect: changes,
  continue: { changes: true, long: true },
  abort: changes,
  reapply: changes,
  progress: asks,
  resolve: asks,
  createRule: changes,
  importRules: { changes: true, long: true },
  explainRules: { changes: false, long: true },
  listPlugins: asks,
  selfReport: asks,
  pxeFilterStatus: asks,
  lookAtMachine: asks,
  sightsOfMachine: asks,
};

/** Whether a text names one of them. */
export const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);

/** Seconds a caller waits for a method, by the option `rpcResponseTimeout`. */
export const responseSeconds = (method: Method, rpcResponseTimeout: number): number =>
  METHODS[method].long ? 10 * rpcResponseTimeout : rpcResponseTimeout;
