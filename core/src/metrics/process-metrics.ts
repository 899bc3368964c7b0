import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { PeerRequests } from './peer-requests.js';

/**
 * Milliseconds between two looks at how late the event loop is. The default of the library wakes an idle process a
 * hundred times a second.
 */
const LOOP_PRECISION = 50;

const registry = new Registry();
const registers = [registry];
const peers = new PeerRequests(registers);
const buildInfo = new Gauge({
  name: 'inspector_build_info',
  help: 'Always 1; the labels say which version runs, and on which Node.js.',
  labelNames: ['version', 'node'],
  registers,
});
let looksAtProcess = false;
let countsRequests = false;

/**
 * Metrics of the process, which all services in it share: memory, processor, event loop, and requests to other
 * services. Memory, processor and event loop are looked at from the first call on, so that they cost nothing where
 * nobody asks.
 */
export function processRegistry(): Registry {
  if (!looksAtProcess) {
    looksAtProcess = true;
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_PRECISION });
  }
  return registry;
}

/**
 * Counts requests to other services from now on, once however many services there are in the process, and notes which
 * version runs.
 */
export function startProcessMetrics(version: string): void {
  if (!countsRequests) peers.start();
  countsRequests = true;
  buildInfo.set({ version, node: process.versions.node }, 1);
}
