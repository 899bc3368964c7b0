import { mkdir } from 'node:fs/promises';
import { defineStorage } from '@inspector/plugin-api';
import { DirectoryStorage } from './directory-storage.js';

/** Keeps introspection data as files, one for the raw and one for the processed data of each node. */
export default defineStorage({
  id: 'directory',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['directory'],
    properties: {
      directory: { type: 'string', minLength: 1, description: 'Where the files go; made if it is missing.' },
    },
  },
  async setup({ config: { directory } }) {
    // What fails here stops the start: better than failing the first introspection.
    await mkdir(directory, { recursive: true });
    return new DirectoryStorage(directory);
  },
});
