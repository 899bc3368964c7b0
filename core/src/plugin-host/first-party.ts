import type { GroupName } from '@inspector/plugin-api/package';
import { FIRST_PARTY_PACKAGES } from './first-party-table.js';

// Used for one thing only: to say which package to install when an enabled plugin is missing. Nothing is loaded by it.

/** Names the project itself offers in a group. */
export const firstPartyNames = (group: GroupName): string[] => Object.keys(FIRST_PARTY_PACKAGES[group] ?? {});

/** The package of the project that offers a name. */
export function firstPartyPackage(group: GroupName, name: string): string | undefined {
  const names = FIRST_PARTY_PACKAGES[group] ?? {};
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
