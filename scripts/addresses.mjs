import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every workspace: `file` and `folder` (relative to the top) of its package.json, and its content. */
export function workspaceManifests(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .flatMap((place) =>
      place.endsWith('/*')
        ? readdirSync(join(root, place.slice(0, -2))).map((name) => join(root, place.slice(0, -2), name))
        : [join(root, place)],
    )
    .map((folder) => ({ file: join(folder, 'package.json'), folder: relative(root, folder) }))
    .filter(({ file }) => existsSync(file))
    .map((one) => ({ ...one, json: JSON.parse(readFileSync(one.file, 'utf8')) }));
}

/** What a workspace has to say about where it comes from, by the package.json at the top. */
export const addressesOf = ({ homepage, repository, bugs }, directory) => ({
  homepage,
  repository: { ...repository, directory },
  bugs,
});
