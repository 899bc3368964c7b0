import { type InspectorError, WorkSlot } from '@inspector/plugin-api';

/** Work that ends when a plugin fails in it behind its back. */
interface Watch {
  fault: InspectorError | undefined;
}

const watches = new WorkSlot<Watch>('fault-watch');

/** Does work of one introspection: {@link assertNoFault} in it throws what {@link stopWatchedWork} was told in it. */
export const watchingForFaults = <T>(work: () => T): T => watches.during({ fault: undefined }, work);

/** Ends the introspection that the present code belongs to, at its next step; the first fault counts. */
export function stopWatchedWork(fault: InspectorError): void {
  const watch = watches.current;
  if (watch !== undefined) watch.fault ??= fault;
}

/** Throws the fault of a plugin that this introspection has caused. */
export function assertNoFault(): void {
  const fault = watches.current?.fault;
  if (fault !== undefined) throw fault;
}
