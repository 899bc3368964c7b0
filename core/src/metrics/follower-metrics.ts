import { Counter, Gauge, type Registry } from 'prom-client';

/** Metrics of plugins that follow the events. */
export interface FollowerMetrics {
  readonly followerBehind: Gauge<'follower'>;
  readonly followerFailures: Counter<'follower'>;
  readonly followerGivenUp: Counter<'follower'>;
}

/** Makes the metrics of followers. */
export const followerMetrics = (registers: Registry[]): FollowerMetrics => ({
  followerBehind: new Gauge({
    name: 'inspector_event_follower_behind',
    help: 'Events that are newer than the last one a follower has taken, of those that follow in this process.',
    labelNames: ['follower'],
    registers,
  }),
  followerFailures: new Counter({
    name: 'inspector_event_follower_failures_total',
    help: 'Times that a follower could not take events, and was told them again later.',
    labelNames: ['follower'],
    registers,
  }),
  followerGivenUp: new Counter({
    name: 'inspector_event_follower_given_up_total',
    help: 'Events that a follower has given up.',
    labelNames: ['follower'],
    registers,
  }),
});
