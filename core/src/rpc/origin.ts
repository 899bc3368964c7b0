import type { WorkOrigin } from '@inspector/plugin-api';

/** The request that a call is made for, as its caller sent it; undefined: it said nothing, or is an older one. */
export function originOf(request: object): WorkOrigin | undefined {
  const { origin } = request as { readonly origin?: Partial<WorkOrigin> | null };
  if (typeof origin?.requestId !== 'string') return undefined;
  const { requestId, globalRequestId, actor } = origin;
  return { requestId, globalRequestId, actor };
}
