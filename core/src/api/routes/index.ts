import type { Route } from '../route.js';
import { abortIntrospection } from './abort-introspection.js';
import { checkBaseline } from './check-baseline.js';
import { clearBaseline } from './clear-baseline.js';
import { continueIntrospection } from './continue-introspection.js';
import { createRule } from './create-rule.js';
import { deleteRule } from './delete-rule.js';
import { deleteRules } from './delete-rules.js';
import { explainRules } from './explain-rules.js';
import { getProcessedData, getUnprocessedData } from './get-data.js';
import { generateInventory } from './generate-inventory.js';
import { getCluster } from './get-cluster.js';
import { getDiagnosis } from './get-diagnosis.js';
import { getDifferences } from './get-differences.js';
import { getHookResults } from './get-hook-results.js';
import { getInventory } from './get-inventory.js';
import { getIntrospection } from './get-introspection.js';
import { getMetrics } from './get-metrics.js';
import { getOpenApi } from './get-openapi.js';
import { getPxeFilter } from './get-pxe-filter.js';
import { getRun } from './get-run.js';
import { getRule } from './get-rule.js';
import { importRules } from './import-rules.js';
import { listBaselines } from './list-baselines.js';
import { listInventoryRevisions } from './list-inventory-revisions.js';
import { listEvents } from './list-events.js';
import { listHistory } from './list-history.js';
import { listIntrospections } from './list-introspections.js';
import { listNodes } from './list-nodes.js';
import { listPlugins } from './list-plugins.js';
import { listResources } from './list-resources.js';
import { listRules } from './list-rules.js';
import { listVersions } from './list-versions.js';
import { listUnmatched } from './list-unmatched.js';
import { reapplyIntrospection } from './reapply-introspection.js';
import { replaceInventory } from './replace-inventory.js';
import { restoreInventory } from './restore-inventory.js';
import { closeSession, getSession, openSession } from './session.js';
import { setBaseline } from './set-baseline.js';
import { startIntrospection } from './start-introspection.js';

/** All routes. Of two that match, the earlier one answers, so fixed paths come before paths with parameters. */
export const ROUTES: readonly Route[] = [
  listVersions,
  getOpenApi(() => ROUTES),
  getMetrics,
  listResources,
  getSession,
  openSession,
  closeSession,
  continueIntrospection,
  listIntrospections,
  getIntrospection,
  startIntrospection,
  abortIntrospection,
  getProcessedData,
  getUnprocessedData,
  reapplyIntrospection,
  getHookResults,
  getDiagnosis,
  listHistory,
  getRun,
  getDifferences,
  checkBaseline,
  listBaselines,
  setBaseline,
  clearBaseline,
  listNodes,
  listRules,
  createRule,
  deleteRules,
  explainRules,
  importRules,
  getRule,
  deleteRule,
  listPlugins,
  getPxeFilter,
  getCluster,
  listEvents,
  listUnmatched,
  getInventory,
  replaceInventory,
  listInventoryRevisions,
  restoreInventory,
  generateInventory,
];
