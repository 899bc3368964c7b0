import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics of the PXE filter. */
export interface FilterMetrics {
  readonly filterSyncSeconds: Histogram<'driver'>;
  readonly filterChanges: Counter<'driver'>;
  readonly filterFailures: Counter<'driver'>;
  readonly filterLastSync: Gauge<'driver'>;
}

/** Makes the metrics of the PXE filter. */
export const filterMetrics = (registers: Registry[]): FilterMetrics => ({
  filterSyncSeconds: new Histogram({
    name: 'inspector_pxe_filter_sync_seconds',
    help: 'Seconds a synchronisation of the PXE filter took.',
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
  filterLastSync: new Gauge({
    name: 'inspector_pxe_filter_last_sync_timestamp_seconds',
    help: 'When the latest successful synchronisation of the PXE filter ended, in seconds since 1970; absent before the first.',
    labelNames: ['driver'],
    registers,
  }),
});
