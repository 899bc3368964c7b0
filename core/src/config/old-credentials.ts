import type { OsloSetting } from './oslo-file.js';

/** Groups in which ironic-inspector says how it signs on to another service, and which this service reads too. */
const CLIENTS: ReadonlySet<string> = new Set(['ironic', 'swift', 'keystone_authtoken']);

/** Older names of options of those groups, which OpenStack services still take. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['auth_plugin', 'auth_type'],
  ['tenant_id', 'project_id'],
  ['tenant_name', 'project_name'],
  ['user_name', 'username'],
]);

/** What `auth_section` takes from another group; everything else about a connection stays with its own. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  ...['auth_type', 'auth_url', 'username', 'user_id', 'password', 'token', 'system_scope', 'trust_id'],
  ...['user_domain_id', 'user_domain_name', 'project_id', 'project_name', 'project_domain_id'],
  ...['project_domain_name', 'domain_id', 'domain_name', 'default_domain_id', 'default_domain_name'],
  ...['application_credential_id', 'application_credential_name', 'application_credential_secret'],
]);

/** Settings with the credentials of clients where this service expects them. */
export interface PlacedSettings {
  readonly settings: readonly OsloSetting[];
  /** Settings of `settings` that came from a group which is there for nothing else. */
  readonly borrowed: ReadonlySet<OsloSetting>;
}

/**
 * Writes the credentials of clients out as this service reads them: under their names of today, and in the group of
 * the client where `auth_section` names another one. An `auth_section` that leads nowhere stays.
 */
export function placeCredentials(settings: readonly OsloSetting[]): PlacedSettings {
  const placed: OsloSetting[] = [];
  const borrowed = new Set<OsloSetting>();
  for (const setting of settings) {
    const from = CLIENTS.has(setting.group) && setting.name === 'auth_section' ? setting.value : undefined;
    const taken = settings.filter(({ group, name }) => group === from && CREDENTIALS.has(renamed(name)));
    if (taken.length === 0) placed.push(renamedIn(setting, setting.group));
    for (const each of taken) {
      placed.push(renamedIn(each, setting.group));
      borrowed.add(each);
    }
  }
  return { settings: placed, borrowed };
}

const renamed = (name: string): string => ALIASES.get(name) ?? name;

/** The setting in a group; the very same object where nothing about it changes. */
function renamedIn(setting: OsloSetting, group: string): OsloSetting {
  const name = CLIENTS.has(group) ? renamed(setting.name) : setting.name;
  return name === setting.name && group === setting.group ? setting : { ...setting, group, name };
}
