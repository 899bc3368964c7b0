import { join } from 'node:path';
import type { UserConfig } from '../../config/types.js';

/** Options as an operator writes them. */
type Written = Readonly<Record<string, unknown>>;

/**
 * Options that say where the service is, who may use it and what it works on outside. In a demonstration these are its
 * own: it must not touch the machines of anybody.
 */
const OWN = new Set([
  'allowUnauthenticated',
  'audit',
  'authStrategy',
  'baremetal',
  'continueListen',
  'coordination',
  'cors',
  'database',
  'enableMdns',
  'healthcheck',
  'host',
  'httpBasicAuthUserFile',
  'httpBasicRoles',
  'introspectionDelay',
  'inventory',
  'ironic',
  'keystoneAuthtoken',
  'mdns',
  'metrics',
  'osloPolicy',
  'pxeFilter',
  'requiredEnvironment',
  'rpc',
  'rpcResponseTimeout',
  'scriptName',
  'ssl',
  'standalone',
  'trustedProxies',
  'useSsl',
]);

const isOwn = (name: string): boolean => OWN.has(name) || name.startsWith('listen');

/** Options of a file that a demonstration does not go by. */
export const setAside = (content: Written): string[] => Object.keys(content).filter(isOwn);

/**
 * The configuration of a demonstration.
 *
 * @param folder - where its database is
 * @param content - the options of a file: what happens to machines, such as hooks, storage and options of plugins, is as they say
 */
export function demoConfig(folder: string, ironicUrl: string, content: Written): UserConfig {
  const kept = Object.fromEntries(Object.entries(content).filter(([name]) => !isOwn(name)));
  const processing = content['processing'];
  return {
    ...kept,
    listenAddress: '127.0.0.1',
    listenPort: 0,
    introspectionDelay: 0,
    database: { connection: `sqlite:///${join(folder, 'inspector.sqlite')}` },
    plugins: { ...(kept['plugins'] as Written | undefined), 'inventory-filesystem': { directory: folder } },
    processing: {
      storeData: 'database',
      addPorts: 'active',
      ...(typeof processing === 'object' ? processing : {}),
    },
    ironic: { authType: 'none', endpointOverride: ironicUrl },
  };
}
