#!/usr/bin/env node
import { main } from '../dist/index.js';

process.exitCode = main(process.argv.slice(2), {
  cwd: process.cwd(),
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
});
