#!/usr/bin/env node
// Writes into every workspace which versions of the plugin contract it works with: `node scripts/peer-ranges.mjs`. lerna runs it
// when it has set a new version, because it leaves peerDependencies alone, and a pre-release fits no range that does
// not name it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workspaceManifests } from './addresses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The range that all versions of a major version fit, and the pre-releases of the one that is being made. */
export function peerRange(version) {
  const [release, pre] = version.split('-', 2);
  const [major] = release.split('.');
  return pre === undefined ? `^${major}.0.0` : `^${major}.0.0 || ^${release}-0`;
}

/** Peers of a workspace with the ranges that they should have; undefined: it has none of the project. */
export function ownPeers({ peerDependencies = {} }, versions) {
  const own = Object.keys(peerDependencies).filter((name) => versions.has(name));
  if (own.length === 0) return undefined;
  return {
    ...peerDependencies,
    ...Object.fromEntries(own.map((name) => [name, peerRange(versions.get(name))])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifests = workspaceManifests(root);
  const versions = new Map(manifests.map(({ json }) => [json.name, json.version]));
  for (const { file, json } of manifests) {
    const peerDependencies = ownPeers(json, versions);
    if (peerDependencies === undefined) continue;
    const text = `${JSON.stringify({ ...json, peerDependencies }, null, 2)}\n`;
    if (text !== readFileSync(file, 'utf8')) writeFileSync(file, text);
  }
}
