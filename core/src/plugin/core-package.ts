import { fileURLToPath } from 'node:url';
import { readOwnVersion } from '../own-version.js';

/** Folder of the `@inspector/core` that is running: its own plugins are installed beside it. */
export const CORE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/** Its version, against which plugins are checked. */
export const CORE_VERSION = readOwnVersion();

/** Version of the plugin contract: `inspector.api` of a manifest must be this number. */
export const PLUGIN_API = 1;
