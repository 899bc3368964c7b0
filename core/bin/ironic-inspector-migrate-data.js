#!/usr/bin/env node
// The name that operators of ironic-inspector know.
import { main } from '../dist/cli/main.js';

process.exitCode = await main(['migrate-data', ...process.argv.slice(2)]);
