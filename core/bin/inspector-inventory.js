#!/usr/bin/env node
// An inventory script: Ansible calls a program with --list or --host and nothing else.
import('./check-node.js').then(
  ({ nodeIsTooOld }) =>
    nodeIsTooOld() ||
    import('./local-core.js').then(async ({ nearestRun }) =>
      (await nearestRun())(['inventory', ...process.argv.slice(2)]),
    ),
);
