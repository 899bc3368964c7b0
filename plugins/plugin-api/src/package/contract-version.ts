import { readFileSync } from 'node:fs';

/** Version of the plugin contract: `inspector.api` of a manifest must be this number. */
export const PLUGIN_API = 1;

/** Version of this copy of the contract, against which plugins are checked. */
export const CONTRACT_VERSION = readVersion();

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
