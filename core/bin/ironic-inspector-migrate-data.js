#!/usr/bin/env node
// The name that operators of ironic-inspector know.
import('./check-node.js').then(
  ({ nodeIsTooOld }) =>
    nodeIsTooOld() ||
    import('./local-core.js').then(async ({ nearestRun }) =>
      (await nearestRun())(['migrate-data', ...process.argv.slice(2)]),
    ),
);
