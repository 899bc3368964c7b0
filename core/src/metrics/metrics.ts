import { Registry } from 'prom-client';
import { accessMetrics, type AccessMetrics } from './access-metrics.js';
import { apiMetrics, type ApiMetrics } from './api-metrics.js';
import { clusterMetrics, type ClusterMetrics } from './cluster-metrics.js';
import { filterMetrics, type FilterMetrics } from './filter-metrics.js';
import { followerMetrics, type FollowerMetrics } from './follower-metrics.js';
import { introspectionMetrics, type IntrospectionMetrics } from './introspection-metrics.js';
import { limitMetrics, type LimitMetrics } from './limit-metrics.js';
import { pluginMetrics, type PluginMetrics } from './plugin-metrics.js';
import { processRegistry } from './process-metrics.js';
import { Scrape } from './scrape.js';
import { storeMetrics, type StoreMetrics } from './store-metrics.js';
import { tlsMetrics, type TlsMetrics } from './tls-metrics.js';

/** What the service measures about itself, in the form Prometheus reads. */
export interface Metrics
  extends
    AccessMetrics,
    ApiMetrics,
    ClusterMetrics,
    FilterMetrics,
    FollowerMetrics,
    IntrospectionMetrics,
    LimitMetrics,
    PluginMetrics,
    StoreMetrics,
    TlsMetrics {
  /** The metrics of this service, without those of its process. */
  readonly registry: Registry;
  /** The media type of {@link Metrics.text}. */
  readonly contentType: string;
  /**
   * Has something looked at whenever the metrics are asked for. A look that fails, or takes longer than two
   * seconds, is counted and leaves out what it measures.
   */
  onScrape(look: () => Promise<void>): void;
  /** All metrics as they are now, in the text format of Prometheus: those of this service and of its process. */
  text(): Promise<string>;
}

/** A set of metrics of its own, so that two services in one process do not mix theirs. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const scrape = new Scrape(registers);
  return {
    registry,
    contentType: registry.contentType,
    ...introspectionMetrics(registers),
    ...accessMetrics(registers),
    ...apiMetrics(registers),
    ...clusterMetrics(registers),
    ...pluginMetrics(registers),
    ...filterMetrics(registers),
    ...followerMetrics(registers),
    ...limitMetrics(registers),
    ...storeMetrics(registers),
    ...tlsMetrics(registers),
    onScrape: (look) => scrape.add(look),
    async text() {
      await scrape.look();
      const texts = await Promise.all([registry.metrics(), processRegistry().metrics()]);
      return texts.join('');
    },
  };
}
