import { fileURLToPath } from 'node:url';

/** Folder of the `@inspector/core` that is running: its own plugins are installed beside it. */
export const CORE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));
