/**
 * Headers of every answer, whoever makes it: the id of the request, and what keeps answers from being stored by anybody or
 * taken by a browser for something else.
 *
 * @param requestId - the one that this service gave the request
 */
export const frameHeaders = (requestId: string): Readonly<Record<string, string>> => ({
  'X-OpenStack-Request-ID': requestId,
  'OpenStack-Request-ID': requestId,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'X-Auth-Token',
});
