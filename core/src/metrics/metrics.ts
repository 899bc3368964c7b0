import { Counter, Histogram, Registry } from 'prom-client';

/** What the service measures about itself, in the form Prometheus reads. */
export interface Metrics {
  readonly registry: Registry;
  readonly hookSeconds: Histogram<'hook' | 'phase' | 'outcome'>;
  readonly introspections: Counter<'outcome'>;
  readonly filterSyncSeconds: Histogram<'driver'>;
  readonly filterChanges: Counter<'driver'>;
  readonly filterFailures: Counter<'driver'>;
}

/** A set of metrics of its own, so that two services in one process do not mix theirs. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  return {
    registry,
    hookSeconds: new Histogram({
      name: 'inspector_hook_seconds',
      help: 'Time a hook took, by hook, phase and outcome.',
      labelNames: ['hook', 'phase', 'outcome'],
      registers,
    }),
    introspections: new Counter({
      name: 'inspector_introspections_total',
      help: 'Introspections that ended, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    filterSyncSeconds: new Histogram({
      name: 'inspector_pxe_filter_sync_seconds',
      help: 'Time a synchronisation of the PXE filter took.',
      labelNames: ['driver'],
      registers,
    }),
    filterChanges: new Counter({
      name: 'inspector_pxe_filter_changes_total',
      help: 'Entries of the PXE filter written, added or removed.',
      labelNames: ['driver'],
      registers,
    }),
    filterFailures: new Counter({
      name: 'inspector_pxe_filter_failures_total',
      help: 'Synchronisations of the PXE filter that failed.',
      labelNames: ['driver'],
      registers,
    }),
  };
}
