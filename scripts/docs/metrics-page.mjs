import { cell, NOTE, table } from './markdown.mjs';

/**
 * Every metric of the service, from the objects that count.
 *
 * @param metrics - as `Registry.getMetricsAsArray` gives them; only those of Inspector are listed
 */
export function metricsPage(metrics) {
  const rows = metrics
    .filter(({ name }) => name.startsWith('inspector_'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, labelNames, help, constructor }) => [
      `\`${name}\``,
      constructor.name.toLowerCase(),
      labelNames.map((label) => `\`${label}\``).join(', ') || '–',
      cell(help),
    ]);
  return [
    '# Metrics',
    '',
    NOTE,
    '',
    '`GET /metrics` gives these to Prometheus. [Watching the service](../operations/metrics.md) says which of them to look at.',
    'A histogram has `_bucket`, `_sum` and `_count` after its name.',
    '',
    ...table(['Metric', 'Type', 'Labels', 'What it is'], rows),
    '',
    'Besides, there are the metrics `process_…` (memory, processor, open files) and `nodejs_…` (event loop, garbage collection, heap) of',
    'the library prom-client; each comes with its description.',
    '',
  ].join('\n');
}
