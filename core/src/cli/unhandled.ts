import type { FaultKind, PluginFaults } from '../plugin-host/faults/plugin-faults.js';

/** The errors of a process that no code handles, while somebody takes them. */
export interface Unhandled {
  /** Aborts with the first one that the process should not go on after. */
  readonly fatal: AbortSignal;
  /** Leaves them to Node again. */
  release(): void;
}

/** Gives every error that no code handles to whoever knows whose fault it is. */
export function feedUnhandled(faults: Pick<PluginFaults, 'take'>): Unhandled {
  const fatal = new AbortController();
  const taking = (kind: FaultKind) => (error: unknown) => {
    if (faults.take(error, kind) === 'has to stop') fatal.abort();
  };
  const onException = taking('exception');
  const onRejection = taking('rejection');
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  return {
    fatal: fatal.signal,
    release() {
      process.off('uncaughtException', onException);
      process.off('unhandledRejection', onRejection);
    },
  };
}
