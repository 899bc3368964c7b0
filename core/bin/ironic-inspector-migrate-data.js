#!/usr/bin/env node
// The name that operators of ironic-inspector know.
import { useCompileCache } from '../dist/cli/compile-cache.js';

// Before anything else is loaded.
useCompileCache(process.env);
const { main } = await import('../dist/cli/main.js');
process.exitCode = await main(['migrate-data', ...process.argv.slice(2)]);
