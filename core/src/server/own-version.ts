import { readFileSync } from 'node:fs';

/** Version of this copy of @inspector/core. */
export function readOwnVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
