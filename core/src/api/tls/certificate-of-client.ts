import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { clientCertificate, type ClientCertificate } from '../../access/certificate/client-certificate.js';

/** What is known of connections that were asked about. */
const known = new WeakMap<TLSSocket, ClientCertificate | undefined>();

/** The certificate that the client of a request showed, if a CA of `ssl.caFile` has signed it. */
export function certificateOfClient({ socket }: IncomingMessage): ClientCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  if (known.has(socket)) return known.get(socket);
  const certificate = socket.getPeerX509Certificate();
  const read = certificate === undefined ? undefined : clientCertificate(certificate);
  known.set(socket, read);
  return read;
}
