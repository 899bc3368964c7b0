#!/usr/bin/env node
// The name that operators of ironic-inspector know.
import('./check-node.js').then(
  ({ nodeIsTooOld }) =>
    nodeIsTooOld() || import('./run.js').then(({ run }) => run(['conductor', ...process.argv.slice(2)])),
);
