import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { InspectorConfig } from '../../config/types.js';

/** Milliseconds a service on this machine gets to tell its version. */
const PATIENCE = 2000;
/** A header of every answer of Inspector. */
const MARK = 'x-openstack-ironic-inspector-api-maximum-version';

/** Whether the address of a configuration is taken by a service of this kind. */
export function isInspector({
  listenAddress,
  listenPort: port,
  useSsl,
}: Pick<InspectorConfig, 'listenAddress' | 'listenPort' | 'useSsl'>): Promise<boolean> {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[listenAddress] ?? listenAddress;
  return new Promise((resolve) => {
    // The certificate is not the question here, only who has the port.
    const options = { host, port, path: '/', timeout: PATIENCE, agent: false as const };
    const request = useSsl ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    request.on('response', (response) => {
      response.resume();
      resolve(MARK in response.headers);
      request.destroy();
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
    request.end();
  });
}
