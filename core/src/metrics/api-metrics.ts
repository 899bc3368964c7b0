import { Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics of the HTTP API. */
export interface ApiMetrics {
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly eventWatchers: Gauge;
}

/** Makes the metrics of the API. */
export const apiMetrics = (registers: Registry[]): ApiMetrics => ({
  httpSeconds: new Histogram({
    name: 'inspector_http_request_seconds',
    help:
      'Seconds until a request to the API was answered, by method, route as in the OpenAPI document (`none`: no route ' +
      'was reached) and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  }),
  eventWatchers: new Gauge({
    name: 'inspector_event_watchers',
    help: 'Clients that watch events through this process.',
    registers,
  }),
});
