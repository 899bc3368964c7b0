#!/usr/bin/env node
// An inventory script: Ansible calls a program with --list or --host and nothing else.
import('./check-node.js').then(
  ({ nodeIsTooOld }) =>
    nodeIsTooOld() || import('./run.js').then(({ run }) => run(['inventory', ...process.argv.slice(2)])),
);
