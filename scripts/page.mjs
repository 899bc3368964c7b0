#!/usr/bin/env node
// Builds the page for browsers, or checks its types: `node scripts/page.mjs build|check`. Part of `npm run build` and of
// `npm run typecheck`. Where its tools are not installed, the page is left as it is, and everything else is built.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(import.meta.dirname, '../ui');
const require = createRequire(join(folder, 'package.json'));

const [task] = process.argv.slice(2);
const missing = ['vite', 'preact'].filter((name) => !isInstalled(name));
if (missing.length > 0) console.warn(`The page is left as it is: ${missing.join(' and ')} not installed.`);
else if (task === 'build') run(join(dirname(require.resolve('vite/package.json')), 'bin/vite.js'), 'build');
else if (task === 'check') run(require.resolve('typescript/bin/tsc'), '-p', 'page');
else throw new Error('usage: node scripts/page.mjs build|check');

function isInstalled(name) {
  try {
    return require.resolve(`${name}/package.json`) !== '';
  } catch {
    return false;
  }
}

/** Runs a tool; its own words say what is wrong. */
function run(file, ...given) {
  try {
    execFileSync(process.execPath, [file, ...given], { cwd: folder, stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}
