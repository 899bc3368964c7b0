import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from './durable-file.js';

/** Where OpenStack-Ansible keeps its configuration. */
const USUAL_DIRECTORY = '/etc/openstack_deploy';

/** The files of an inventory. */
export interface Place {
  readonly directory: string;
  readonly inventory: string;
  readonly archive: string;
  readonly journal: string;
  readonly lock: string;
  readonly hostNames: string;
}

/**
 * The files of an inventory. A directory that is given is the only one that is looked at.
 *
 * @param given - option `directory`; absent: `OSA_CONFIG_DIR` of the environment, else OpenStack-Ansible's own
 */
export function placeOf(given: string | undefined, env: Readonly<Record<string, string | undefined>>): Place {
  const directory = resolve(given ?? (env['OSA_CONFIG_DIR'] || USUAL_DIRECTORY));
  return {
    directory,
    inventory: join(directory, 'openstack_inventory.json'),
    archive: join(directory, 'backup_openstack_inventory.tar'),
    journal: join(directory, 'openstack_inventory.log.jsonl'),
    lock: join(directory, '.openstack_inventory.lock'),
    hostNames: join(directory, 'openstack_hostnames_ips.yml'),
  };
}

/** The file that a path means, links followed, also where there is no file yet. */
export async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

/** Whether everybody may make and delete files in a directory. */
export const isOpenToEverybody = async (directory: string): Promise<boolean> => {
  const { mode } = await stat(directory);
  // With the sticky bit nobody can replace files of others.
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
};
