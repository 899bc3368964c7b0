import { Counter, type Registry } from 'prom-client';

/** What the service measures about its limits. */
export interface LimitMetrics {
  readonly limitHits: Counter<'limit'>;
}

/** Makes the metrics of the limits. */
export const limitMetrics = (registers: Registry[]): LimitMetrics => ({
  limitHits: new Counter({
    name: 'inspector_limit_hits_total',
    help: 'What a limit refused, cut off or removed, by the option that sets the limit.',
    labelNames: ['limit'],
    registers,
  }),
});
