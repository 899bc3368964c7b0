import type { UserConfig } from '@inspector/core';
import type { KeystoneServer } from '../servers/keystone.js';
import type { KeystonePeople } from './keystone-people.js';

/** A Keystone and people in it. */
export interface Identity {
  readonly keystone: KeystoneServer;
  readonly people: KeystonePeople;
}

/** The user of Inspector in the Keystone of a test. */
export const SERVICE_USER = {
  username: 'ironic-inspector',
  password: 'inspectorpw',
  projectName: 'service',
  userDomainId: 'default',
  projectDomainId: 'default',
} as const;

/** Options of a service that asks this Keystone; tokens are not remembered. */
export const keystoneConfig = (
  { keystone }: Identity,
  options: UserConfig['keystoneAuthtoken'] = {},
): UserConfig => ({
  authStrategy: 'keystone',
  keystoneAuthtoken: {
    ...SERVICE_USER,
    authUrl: keystone.url,
    tokenCacheTime: 0,
    // two processors may be shared by many tests
    httpConnectTimeout: 20,
    ...options,
  },
});

/** The header of a persona. */
export const tokenHeader = (token: string): Readonly<Record<string, string>> => ({ 'x-auth-token': token });
