import {
  createSession,
  type OpenStackOptions,
  type OpenStackSession,
  ServiceHttp,
} from '@inspector/plugin-api/openstack';
import type { FailedCredentials } from '../access/failed-credentials.js';
import { IdentityService } from '../access/keystone/identity-service.js';
import type { DefaultDomain } from '../access/keystone/login-request.js';
import { PasswordLogins } from '../access/keystone/password-logins.js';
import type { InspectorConfig } from '../config/types.js';

const GROUP = 'keystoneAuthtoken';
/** Seconds: callers are not to wait for a service that is away. */
const CONNECT_TIMEOUT = 2;
/**
 * Seconds that a request may take, when its caller has long got another answer. A Keystone that was stopped works on all requests it
 * has received, whether or not somebody still waits: giving up and asking anew makes its queue longer than it can work off.
 */
const ANSWER_TIMEOUT = 30;

/**
 * Asks Keystone about tokens, and for tokens of people with passwords. Nothing is sent before it is used.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option that is missing, or whose file cannot be read
 */
export function identityService(config: Pick<InspectorConfig, 'keystoneAuthtoken'>): {
  readonly service: IdentityService;
  /** @param failures - counts wrong passwords */
  logins(failures: FailedCredentials): PasswordLogins;
  /** Ends the connections. */
  close(): Promise<void>;
} {
  const { http, session } = keystoneClient(config);
  const { includeServiceCatalog: withCatalogue, httpConnectTimeout } = config.keystoneAuthtoken;
  const patience = httpConnectTimeout * 1000;
  return {
    service: new IdentityService(session, http, { withCatalogue, patience }),
    logins: (failures) =>
      new PasswordLogins({ session, http, failures, patience, defaultDomain: defaultDomain(config) }),
    close: () => http.close(),
  };
}

/** Where people are looked for who name no domain. */
function defaultDomain({ keystoneAuthtoken }: Pick<InspectorConfig, 'keystoneAuthtoken'>): DefaultDomain {
  const { defaultDomainId: id, defaultDomainName: name = 'Default' } = keystoneAuthtoken;
  return id === undefined ? { name } : { id };
}

/** How this service itself signs on to Keystone. */
function keystoneClient({ keystoneAuthtoken: options }: Pick<InspectorConfig, 'keystoneAuthtoken'>): {
  readonly session: OpenStackSession;
  readonly http: ServiceHttp;
} {
  const all = {
    ...options,
    ...{ serviceType: 'identity', validInterfaces: [options.interface] },
    timeout: Math.max(options.httpConnectTimeout, ANSWER_TIMEOUT),
  };
  const present = Object.entries(all).filter(([, value]) => value !== undefined);
  const own = Object.fromEntries(present) as unknown as OpenStackOptions;
  const http = new ServiceHttp(own, GROUP, { connectTimeout: CONNECT_TIMEOUT });
  return { http, session: createSession(own, GROUP, http) };
}
