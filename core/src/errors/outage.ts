import { InspectorError, type ErrorCodeName } from '@inspector/plugin-api';
import { isRefusal } from '@inspector/plugin-api/node';

/** Codes of failures of a service that Inspector needs, and not of what it was asked for. */
const AWAY: ReadonlySet<string> = new Set<ErrorCodeName>([
  'INSP_BAREMETAL_UNREACHABLE',
  'INSP_BAREMETAL_REJECTED',
  'INSP_BAREMETAL_BAD_ANSWER',
  'INSP_STORAGE_FAILED',
  'INSP_IDENTITY_FAILED',
  'INSP_PXE_FILTER_FAILED',
  'INSP_DB_UNREACHABLE',
  'INSP_DB_BUSY',
  'INSP_DB_FULL',
  'INSP_DB_READ_ONLY',
  'INSP_DB_FAILED',
  'INSP_SHUTTING_DOWN',
]);

/** Codes of sockets, names and HTTP clients, also those of the clients of database servers. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  '57P01',
  '57P02',
  '57P03',
]);

/** How many causes are looked at: chains are short, but nothing keeps one from being a circle. */
const CAUSES = 6;

/**
 * Whether an error means that a service was away or failed by itself: Ironic, storage, database, DHCP, or one that a
 * hook or a rule asks. The same work may succeed later. A refused value, and a fault in data or code, are no outage.
 */
export function isOutage(error: unknown): boolean {
  if (isRefusal(error)) return false;
  if (InspectorError.is(error)) {
    if (AWAY.has(error.code)) return true;
    return !InspectorError.is(error.cause) && isNetworkFailure(error.cause, CAUSES);
  }
  return isNetworkFailure(error, CAUSES);
}

function isNetworkFailure(error: unknown, causes: number): boolean {
  if (typeof error !== 'object' || error === null || causes === 0) return false;
  const { code, name, syscall, cause, parent } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string' && (NETWORK.has(code) || code.startsWith('SQLITE_'))) return true;
  if (name === 'TimeoutError' || syscall === 'connect') return true;
  return isNetworkFailure(cause ?? parent, causes - 1);
}
