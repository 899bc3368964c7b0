import { checkSession, createSession, readTlsSettings, ServiceHttp } from '@inspector/plugin-api/openstack';
import { checkAll, InspectorError } from '@inspector/plugin-api';
import { LOCAL_ENDPOINT, normaliseEndpoint } from './endpoint.js';
import { identified } from './identified.js';
import type { IronicOptions } from './options.js';
import type { Wait } from './wait.js';

/** Knows where the service is and what a request needs in order to be let in. */
export interface Authenticator {
  /** URL of the service without `/v1`; at once where it is configured. May ask a catalogue, so it may fail and be asked again. */
  endpoint(): string | Promise<string>;
  /** Headers that prove who is asking; at once where there is nothing to prove. */
  authenticate(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /**
   * Called after a 401. true: {@link authenticate} returns something new now, so a repetition makes sense.
   *
   * @param refused - the headers that were refused
   */
  renew(refused?: Readonly<Record<string, string>>): Promise<boolean>;
  /** Ends what is under way. */
  close?(): Promise<void>;
}

/**
 * Makes the authenticator the options ask for.
 *
 * @param wait - how to pause before the identity service is asked again
 * @throws INSP_CONFIG_INVALID naming the option that is missing or wrong
 */
export function createAuthenticator(options: IronicOptions, wait: Wait): Authenticator {
  checkAll(
    () => configuredEndpoint(options),
    () => readTlsSettings(options, 'ironic'),
    () =>
      checkSession(options.authType === 'none' ? withEndpoint(options, LOCAL_ENDPOINT) : options, 'ironic'),
  );
  const configured = configuredEndpoint(options);
  const http = new ServiceHttp(options, 'ironic');
  const session = createSession(withEndpoint(options, configured), 'ironic', http);
  const closing = new AbortController();
  const attempt = <T>(ask: () => Promise<T>): Promise<T> => identified(ask, options, wait, closing.signal);
  const listed = async (): Promise<string> =>
    normaliseEndpoint(await attempt(() => session.endpoint()), 'the catalogue');
  return {
    endpoint: () => configured ?? listed(),
    authenticate: () => (options.authType === 'none' ? {} : attempt(() => session.headers())),
    renew: async (refused) => session.renew(refused),
    async close() {
      closing.abort(
        new InspectorError('INSP_SHUTTING_DOWN', 'Inspector is stopping and ended its request to Keystone.'),
      );
      await http.close();
    },
  };
}

/** The URL the options name, without `/v1`; without authentication there is a usual one. */
function configuredEndpoint({ authType, endpointOverride, endpoint }: IronicOptions): string | undefined {
  if (endpointOverride !== undefined) return normaliseEndpoint(endpointOverride, 'ironic.endpointOverride');
  if (endpoint !== undefined) return normaliseEndpoint(endpoint, 'ironic.endpoint');
  return authType === 'none' ? LOCAL_ENDPOINT : undefined;
}

const withEndpoint = (options: IronicOptions, endpoint: string | undefined): IronicOptions =>
  endpoint === undefined ? options : { ...options, endpointOverride: endpoint };
