import type { Route } from '../route.js';

/** `GET /metrics`. */
export const getMetrics: Route = {
  method: 'GET',
  path: '/metrics',
  operation: 'getMetrics',
  summary: 'Get the metrics of the service for Prometheus',
  policy: 'introspection:metrics',
  responses: { 200: { description: 'Metrics in the text format of Prometheus.', text: 'text/plain' } },
  handle: async (_request, { metrics }) => ({
    status: 200,
    body: await metrics.text(),
    type: metrics.contentType,
  }),
};
