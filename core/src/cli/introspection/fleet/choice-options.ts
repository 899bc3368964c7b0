import type { Command } from 'commander';
import { STATES } from '@inspector/plugin-api';
import { readSome } from '../../arguments.js';
import { readWhere } from '../../nodes/where.js';

/** Adds the options that choose nodes which nobody wants to name one by one. */
export const withChoice = (command: Command): Command =>
  command
    .option('--all', 'all nodes that were introspected before')
    .option('--file <file>', 'nodes from a file, one on each line; - for standard input (default: none)')
    .option(
      '--state <states>',
      `nodes whose latest introspection is in one of these states, separated by commas: ${STATES.join(', ')} (default: any)`,
      readSome(STATES),
    )
    .option(
      '--where <condition>',
      'nodes whose machine meets a condition, as of the command nodes: "firmware = 2.1 and vendor = Dell" (default: any)',
      readWhere,
    );
