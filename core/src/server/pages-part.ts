import { thrownText } from '@inspector/plugin-api';
import type { Pages } from '../api/pages/pages.js';
import { readPage } from '../api/pages/read-page.js';
import { ROUTES } from '../api/routes/index.js';
import type { Log } from '../log/log.js';
import type { PluginHost } from '../plugin-host/host-types.js';

/** First parts of paths that are not for pages: those of the API and of the checks of its health. */
const TAKEN: ReadonlySet<string> = new Set([
  ...ROUTES.map(({ path }) => path.split('/')[1] ?? ''),
  ...['v1', 'livez', 'readyz', 'healthz', 'healthcheck'],
]);

/**
 * Reads the files of all pages that are installed. Nobody's machines depend on a page, so one that cannot be served is logged and
 * left out.
 */
export async function readPages(host: Pick<PluginHost, 'extension'>, log: Log): Promise<Pages | undefined> {
  const pages = new Map<string, Awaited<ReturnType<typeof readPage>>>();
  for (const [id, { instance, packageName }] of host.extension('inspector.page')) {
    try {
      if (TAKEN.has(id)) throw new Error(`/${id} is a path of the API: give the page another name`);
      pages.set(id, await readPage(instance.directory()));
    } catch (error) {
      log.error({ err: error, plugin: id }, `/${id}/ of ${packageName} is not served: ${thrownText(error)}`);
    }
  }
  return pages.size === 0 ? undefined : pages;
}
