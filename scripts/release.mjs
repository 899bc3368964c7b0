#!/usr/bin/env node
// Publishes all packages: `npm run release`. With --dry-run nothing leaves this machine: everything is packed, published to
// a registry on the loopback address, installed from it into an empty folder, and a plugin of a stranger works there.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const isDryRun = process.argv.includes('--dry-run');

/** Packages that bring the documentation along, for people who have nothing but them. */
const WITH_DOCS = ['core', 'plugins/plugin-api'].map((folder) => join(root, folder, 'docs'));
const removeDocs = () => WITH_DOCS.forEach((place) => rmSync(place, { recursive: true, force: true }));

const [program, ...words] = isDryRun
  ? [process.execPath, '--import=tsx', join(root, 'test/packages/release-dry-run.ts')]
  : ['npx', 'lerna', 'publish', ...process.argv.slice(2)];
removeDocs();
const isDocumentation = (path) => !path.includes('node_modules');
for (const place of WITH_DOCS)
  cpSync(join(root, 'docs'), place, { recursive: true, filter: isDocumentation });
try {
  process.exitCode = spawnSync(program, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
  removeDocs();
}
