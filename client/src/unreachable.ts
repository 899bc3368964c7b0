/** Codes of Node.js and OpenSSL for an answer that is no TLS. */
const NOT_TLS = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO']);
/** Codes for a certificate whose signer nobody here knows. */
const NOT_TRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** Codes for a connection that ends without a readable answer, as a server of HTTPS ends one of HTTP. */
const CUT_OFF = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'HPE_INVALID_CONSTANT']);

/**
 * Why there is no answer, and what to do where that is known. `fetch` hides the reason, such as `ECONNREFUSED`, in the
 * cause of its error.
 *
 * @param base - URL of the server
 */
export function unreachableBecause(error: unknown, base: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code = '' } = cause as NodeJS.ErrnoException;
  if (NOT_TLS.has(code)) return 'it does not speak HTTPS. Write http:// in its URL';
  if (NOT_TRUSTED.has(code)) {
    return `its certificate is not trusted (${code}). Name the file of its CA in NODE_EXTRA_CA_CERTS`;
  }
  const reason = cause.message || code || error.message;
  const mayBeTls = CUT_OFF.has(code) && base.startsWith('http:');
  return mayBeTls ? `${reason}. If it speaks HTTPS, write https:// in its URL` : reason;
}
