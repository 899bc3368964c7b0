#!/usr/bin/env node
import('./check-node.js').then(
  ({ nodeIsTooOld }) => nodeIsTooOld() || import('./run.js').then(({ run }) => run(process.argv.slice(2))),
);
