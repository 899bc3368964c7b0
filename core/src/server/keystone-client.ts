import {
  createSession,
  type OpenStackOptions,
  type OpenStackSession,
  ServiceHttp,
} from '@inspector/plugin-api/openstack';
import type { InspectorConfig } from '../config/types.js';

const GROUP = 'keystoneAuthtoken';
/** Seconds: callers are not to wait for a service that is away. */
const CONNECT_TIMEOUT = 2;

/**
 * How this service itself signs on to Keystone. Nothing is sent before it is used.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option that is missing, or whose file cannot be read
 */
export function keystoneClient({ keystoneAuthtoken: options }: Pick<InspectorConfig, 'keystoneAuthtoken'>): {
  readonly session: OpenStackSession;
  readonly http: ServiceHttp;
} {
  const all = {
    ...options,
    ...{ serviceType: 'identity', validInterfaces: [options.interface], timeout: options.httpConnectTimeout },
  };
  const present = Object.entries(all).filter(([, value]) => value !== undefined);
  const own = Object.fromEntries(present) as unknown as OpenStackOptions;
  const http = new ServiceHttp(own, GROUP, { connectTimeout: CONNECT_TIMEOUT });
  return { http, session: createSession(own, GROUP, http) };
}
