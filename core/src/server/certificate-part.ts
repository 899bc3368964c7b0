import { LiveCertificate } from '../api/tls/live-certificate.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/**
 * The certificate of all listeners, which follows its files until the service stops; undefined without HTTPS.
 *
 * @throws `INSP_CONFIG_INVALID`
 */
export async function openCertificate(
  { config, log }: StartOptions,
  { metrics, reloads }: Pick<Foundation, 'metrics' | 'reloads'>,
  started: StopList,
): Promise<LiveCertificate | undefined> {
  if (!config.useSsl) return undefined;
  const certificate = await LiveCertificate.open({ ssl: config.ssl, log, metrics });
  certificate.start();
  reloads.onReload('certificate', () => certificate.look());
  started.add('certificate', () => certificate.stop());
  return certificate;
}
