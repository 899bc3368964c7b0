import { GROUPS, TOP_LEVEL } from './groups.js';
import { nearest } from '@inspector/plugin-api/package';
import { NOT_AVAILABLE } from './not-available.js';

const PREFIX = 'INSPECTOR_';

/** Variables that front ends set for every service, and the options they stand for. */
const COMMON: Readonly<Record<string, string>> = { SCRIPT_NAME: 'scriptName' };

/** One option set by an environment variable. */
export interface EnvironmentSetting {
  readonly variable: string;
  /** Path of the option, such as `['processing', 'storeData']`. */
  readonly path: readonly string[];
  readonly value: string;
}

const camel = (words: string): string =>
  words.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Options set in the environment: `INSPECTOR_LISTEN_PORT`, `INSPECTOR_PROCESSING__STORE_DATA`,
 * `INSPECTOR_PLUGINS__STORAGE_S3__BUCKET`. A variable without `__` that is like no
 * option, here or in ironic-inspector, is somebody else's (`INSPECTOR_URL` belongs to the client) and is left out; a
 * mistyped one is returned, to be refused. `SCRIPT_NAME` comes first, so that `INSPECTOR_SCRIPT_NAME` counts if both are set.
 */
export function environmentSettings(env: Readonly<Record<string, string | undefined>>): EnvironmentSetting[] {
  const settings: EnvironmentSetting[] = Object.entries(COMMON).flatMap(([variable, option]) => {
    const value = env[variable];
    return value === undefined ? [] : [{ variable, path: [option], value }];
  });
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue;
    const parts = variable.slice(PREFIX.length).split('__');
    const [group = '', second, third] = parts;
    if (parts.length === 1) {
      const name = camel(group);
      const isMeant = nearest(name, Object.keys(TOP_LEVEL)) !== undefined;
      if (isMeant || Object.hasOwn(NOT_AVAILABLE, name)) settings.push({ variable, path: [name], value });
    } else if (parts.length === 2 && second) {
      settings.push({ variable, path: [groupName(group), camel(second)], value });
    } else if (parts.length === 3 && group === 'PLUGINS' && second && third) {
      settings.push({
        variable,
        path: ['plugins', second.toLowerCase().replaceAll('_', '-'), camel(third)],
        value,
      });
    }
  }
  return settings;
}

const groupName = (group: string): string =>
  Object.keys(GROUPS).find((name) => name.toLowerCase() === group.toLowerCase().replaceAll('_', '')) ??
  camel(group);
