import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { CreateOptions } from './create-inspector.js';
import type { MountableApi } from './mountable-api.js';

/**
 * Starts the API inside this process, for a server of another program: it listens nowhere itself, but at `continueListen`
 * and `metrics.listen` where these are set. With `standalone: false` conductors do the work, otherwise the whole service
 * is in this process. The option `scriptName` says below which path of that server it is.
 *
 * @throws as `createInspector`, and `INSP_CONFIG_INVALID` where everybody would be let in without anybody having said so
 */
export async function createApi(options: CreateOptions): Promise<MountableApi> {
  const [{ resolveConfig }, { createLog }, { startMounted }] = await Promise.all([
    import('../config/load.js'),
    import('../log/log.js'),
    import('./start-mounted.js'),
  ]);
  const config = resolveConfig(options.config);
  assertGuarded(config);
  return startMounted({
    config,
    cwd: options.cwd ?? process.cwd(),
    log: options.log ?? createLog({ debug: config.debug }),
    upgradeDatabase: options.upgradeDatabase,
  });
}

/** Who reaches the API is up to the other program, so its address says nothing. */
function assertGuarded({ authStrategy, allowUnauthenticated }: InspectorConfig): void {
  if (authStrategy !== 'noauth' || allowUnauthenticated) return;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    "authStrategy is 'noauth': everybody who reaches the server that the API is mounted in could power machines on and off. " +
      'Set another authStrategy, or allowUnauthenticated: true where that server lets trusted callers through only.',
  );
}
