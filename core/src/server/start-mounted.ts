import { createApp } from '../api/app.js';
import { MountedApi } from '../api/mounted.js';
import { listenAside } from './api-listeners.js';
import { openCertificate } from './certificate-part.js';
import type { MountableApi } from './mountable-api.js';
import { makeApi, type ApiOptions } from './make-api.js';
import { startAll } from './start-all.js';
import { foundFront } from './start-api.js';
import { foundService } from './start-standalone.js';
import type { UpgradeOptions } from './upgrade.js';

/** Starts an API that another program's server calls, and what is behind it. */
export const startMounted = (options: ApiOptions & UpgradeOptions): Promise<MountableApi> =>
  startAll(options, async (started) => {
    const { config } = options;
    const behind = await (config.standalone ? foundService(options, started) : foundFront(options, started));
    const { foundation } = behind;
    const api = await makeApi(options, foundation, behind, started);
    const listener = createApp(api.dependencies, api.limits).callback();
    const mounted = new MountedApi((request, response) => void listener(request, response), prefixOf(config));
    started.add('mounted API', (left) => mounted.close(left));
    started.add('event streams', async () => api.streams.end());
    const asideCertificate = await openCertificate(options, foundation, started);
    await listenAside(api, asideCertificate, started);
    return {
      handler: mounted.handler,
      config,
      reload: () => foundation.reloads.run(),
      close: () => started.stop(),
    };
  });

/** The path below which the API is mounted, with a slash at its beginning and none at its end. */
const prefixOf = ({ scriptName }: { readonly scriptName: string }): string =>
  scriptName
    .split('/')
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('');
