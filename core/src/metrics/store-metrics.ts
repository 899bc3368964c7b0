import { Counter, Histogram, type Registry } from 'prom-client';

/** Metrics of the database and of the storage of introspection data. */
export interface StoreMetrics {
  readonly databaseErrors: Counter<'code'>;
  readonly storageSeconds: Histogram<'operation' | 'outcome'>;
}

/** Makes the metrics of database and storage. */
export const storeMetrics = (registers: Registry[]): StoreMetrics => ({
  databaseErrors: new Counter({
    name: 'inspector_database_errors_total',
    help:
      'Database operations that failed, after all retries, by code: one of the `INSP_DB_…` codes, or `other` for what ' +
      'the database driver says otherwise.',
    labelNames: ['code'],
    registers,
  }),
  storageSeconds: new Histogram({
    name: 'inspector_storage_seconds',
    help:
      'Seconds an operation of the storage of introspection data took, by operation (`get`, `save`, `delete`) and ' +
      'outcome: `ok`, `failed`. Data that are not there are no failure.',
    labelNames: ['operation', 'outcome'],
    registers,
  }),
});
