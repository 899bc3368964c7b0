#!/usr/bin/env node
import('./check-node.js').then(
  ({ nodeIsTooOld }) =>
    nodeIsTooOld() ||
    import('./local-core.js').then(async ({ nearestRun }) => (await nearestRun())(process.argv.slice(2))),
);
