#!/usr/bin/env node
import { useCompileCache } from '../dist/cli/compile-cache.js';

// Before anything else is loaded.
useCompileCache(process.env);
const { main } = await import('../dist/cli/main.js');
process.exitCode = await main(process.argv.slice(2));
