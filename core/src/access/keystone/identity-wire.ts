import { InspectorError, thrownText } from '@inspector/plugin-api';
import {
  NoAnswer,
  type OpenStackSession,
  type ServiceAnswer,
  type ServiceHttp,
  type ServiceRequest,
} from '@inspector/plugin-api/openstack';
import { IdentityOutage } from './identity-outage.js';

/** The route of Keystone that makes tokens, and tells about them. */
export async function tokensUrl(session: OpenStackSession): Promise<string> {
  const endpoint = (await signedOn(() => session.endpoint())).replace(/\/+$/, '');
  return `${endpoint.endsWith('/v3') ? endpoint : `${endpoint}/v3`}/auth/tokens`;
}

/**
 * What this service needs for itself.
 *
 * @throws {@link IdentityOutage} where it cannot sign on
 */
export async function signedOn<T>(need: () => Promise<T>): Promise<T> {
  try {
    return await need();
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    throw new IdentityOutage(`The identity service cannot be asked: ${error.message}`, { cause: error });
  }
}

/**
 * Sends a question, and once more where a kept connection was closed meanwhile.
 *
 * @throws {@link IdentityOutage} where no answer comes
 */
export async function sendQuestion(http: ServiceHttp, request: ServiceRequest): Promise<ServiceAnswer> {
  try {
    return await http.send(request);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (!wasCutOff(error)) throw noAnswer(error);
  }
  try {
    return await http.send(request);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw noAnswer(error);
  }
}

const CUT_OFF = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const wasCutOff = ({ cause }: NoAnswer): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && CUT_OFF.has(String(cause.code));

const noAnswer = (error: NoAnswer): IdentityOutage =>
  new IdentityOutage(`The identity service cannot be reached: ${thrownText(error)}`, { cause: error });
