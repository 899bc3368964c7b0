import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folderUrl = new URL('../../', import.meta.url);

/** Folder of the `@inspector/core` that is running. */
export const CORE_FOLDER = fileURLToPath(folderUrl);

/** Its version, against which plugins are checked. */
export const CORE_VERSION = (
  JSON.parse(readFileSync(new URL('package.json', folderUrl), 'utf8')) as { version: string }
).version;

/** Version of the plugin contract: `inspector.api` of a manifest must be this number. */
export const PLUGIN_API = 1;
