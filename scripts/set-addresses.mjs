#!/usr/bin/env node
// Writes homepage, repository and bugs of the package at the top into those of all workspaces: `node scripts/set-addresses.mjs`.
// They are where npm sends people who look for documentation, source, and a place to report a defect.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addressesOf, workspaceManifests } from './addresses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const top = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
for (const { file, folder, json } of workspaceManifests(root)) {
  const text = `${JSON.stringify({ ...json, ...addressesOf(top, folder) }, null, 2)}\n`;
  if (text !== readFileSync(file, 'utf8')) writeFileSync(file, text);
}
