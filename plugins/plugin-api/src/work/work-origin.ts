import { randomUUID } from 'node:crypto';
import { WorkSlot } from './work-slot.js';

/** Who asked for some work. Only what a caller has proved is in it. */
export interface Actor {
  /** Id of the user; with `http_basic` its name. */
  readonly userId: string;
  readonly userName: string;
  /** Undefined where the user acts for no project. */
  readonly projectId?: string;
  readonly projectName?: string;
  readonly roles: readonly string[];
  /** How it was proved: the authentication strategy, such as `keystone`. */
  readonly method: string;
  /** Id of the token in the audit log of Keystone. */
  readonly auditId?: string;
}

/** Where work comes from: a request, or the service itself. */
export interface WorkOrigin {
  /** `req-` and a UUID, made by this service. */
  readonly requestId: string;
  /** The id that the caller gave to all the requests of one operation, here and elsewhere; undefined: none. */
  readonly globalRequestId: string | undefined;
  /** Known from the moment at which the caller has proved who it is. */
  actor: Actor | undefined;
}

/** The form of a request id. Only this form is taken from outside, because ids are written into logs and headers. */
const REQUEST_ID = /^req-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const origins = new WorkSlot<WorkOrigin>('origin');

/** A new id of a request, or of work that nobody asked for. */
export const newRequestId = (): string => `req-${randomUUID()}`;

/**
 * The origin of a request, or of work that nobody asked for.
 *
 * @param globalRequestId - as the caller sent it; ignored unless it has the form of a request id
 */
export const newOrigin = (globalRequestId?: string): WorkOrigin => ({
  requestId: newRequestId(),
  globalRequestId:
    globalRequestId !== undefined && REQUEST_ID.test(globalRequestId) ? globalRequestId : undefined,
  actor: undefined,
});

/** Where the work that runs now comes from; undefined: nobody said. */
export const currentOrigin = (): WorkOrigin | undefined => origins.current;

/** Does work, with everything that it calls, that comes from somewhere. */
export const withOrigin = <T>(origin: WorkOrigin, work: () => T): T => origins.during(origin, work);

/** The header that tells another OpenStack service which request it works for; empty where there is none. */
export function requestIdHeader(): Readonly<Record<string, string>> {
  const origin = origins.current;
  return origin === undefined ? {} : { 'x-openstack-request-id': origin.globalRequestId ?? origin.requestId };
}
