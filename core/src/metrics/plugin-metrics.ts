import { Counter, Histogram, type Registry } from 'prom-client';

/** Metrics of hooks and rules. */
export interface PluginMetrics {
  readonly hookSeconds: Histogram<'hook' | 'phase' | 'outcome'>;
  readonly rules: Counter<'outcome'>;
  readonly pluginFaults: Counter<'package' | 'plugin' | 'fault'>;
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
  pluginFaults: new Counter({
    name: 'inspector_plugin_faults_total',
    help: 'Errors that a plugin let escape, by package, plugin (empty: only the package is known) and fault: `exception`, `rejection`.',
    labelNames: ['package', 'plugin', 'fault'],
    registers,
  }),
});
