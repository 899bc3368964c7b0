import { addressOf, ApiFailure, requestText } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { Notice, Shown } from '../../parts/notice.js';
import { shown } from '../../parts/text.js';
import { linkTo } from '../../router.js';
import type { NodeTabProps } from './node.js';

/** Characters of data that are shown; all of them are a click away. */
const SHOWN = 200_000;

/** The data of a node, as the ramdisk sent them and as the hooks left them. */
export function DataTab({ uuid, status, place }: NodeTabProps) {
  const isRaw = place.query.get('raw') === '1';
  const path = `/introspection/${uuid}/data${isRaw ? '/unprocessed' : ''}`;
  const loaded = useLoad(`data ${path} ${status.finished_at ?? ''}`, (signal) => dataAt(path, signal));
  return (
    <>
      <div class="chips" role="group" aria-label="Which data">
        <a class="chip" aria-current={isRaw ? undefined : 'true'} href={linkTo(['node', uuid, 'data'])}>
          As the hooks left them
        </a>
        <a
          class="chip"
          aria-current={isRaw ? 'true' : undefined}
          href={linkTo(['node', uuid, 'data'], { raw: '1' })}
        >
          As the ramdisk sent them
        </a>
        {loaded.data !== undefined && 'text' in loaded.data && (
          <a class="button" href={addressOf(path)} download={`${uuid}${isRaw ? '-raw' : ''}.json`}>
            Save as a file
          </a>
        )}
      </div>
      <Shown loaded={loaded}>
        {(found) =>
          'text' in found ? (
            <pre class="data" tabIndex={0} aria-label="Data">
              {shown(readable(found.text), SHOWN)}
            </pre>
          ) : (
            <Notice title="There are no data.">{shown(found.why)}</Notice>
          )
        }
      </Shown>
    </>
  );
}

/** The text of the data, or why there are none. */
async function dataAt(
  path: string,
  signal: AbortSignal,
): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    return { text: await requestText(path, { signal }) };
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return { why: error.message };
    throw error;
  }
}

/** With line breaks; numbers that a browser cannot hold would change, so such a text stays as it is. */
function readable(text: string): string {
  if (/\d{16}/.test(text) || text.length > 5_000_000) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
