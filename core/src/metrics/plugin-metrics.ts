import { Counter, Histogram, type Registry } from 'prom-client';

/** Metrics of hooks and rules. */
export interface PluginMetrics {
  readonly hookSeconds: Histogram<'hook' | 'phase' | 'outcome'>;
  readonly rules: Counter<'outcome'>;
}

/** Makes the metrics of hooks and rules. */
export const pluginMetrics = (registers: Registry[]): PluginMetrics => ({
  hookSeconds: new Histogram({
    name: 'inspector_hook_seconds',
    help: 'Seconds a hook took, by hook, phase and outcome: `ok`, `degraded`, `failed`.',
    labelNames: ['hook', 'phase', 'outcome'],
    registers,
  }),
  rules: new Counter({
    name: 'inspector_rules_total',
    help: 'Rules whose conditions held for a node, by outcome of their actions: `applied`, `failed`.',
    labelNames: ['outcome'],
    registers,
  }),
});
