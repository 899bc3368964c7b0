import { addressOf, requestText } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { Notice, Shown } from '../../parts/notice.js';
import { shown } from '../../parts/text.js';
import { linkTo } from '../../router.js';
import type { NodeTabProps } from './node.js';

/** Characters of data that are shown; all of them are a click away. */
const SHOWN = 200_000;

/** The data of a node, as the ramdisk sent them and as the hooks left them. */
export function DataTab({ uuid, status, place }: NodeTabProps) {
  const may = useMay();
  const isRaw = place.query.get('raw') === '1';
  const path = `/introspection/${uuid}/data${isRaw ? '/unprocessed' : ''}`;
  const loaded = useLoad(`data ${path} ${status.finished_at ?? ''}`, (signal) =>
    may('data') ? requestText(path, { signal }) : Promise.resolve(null),
  );
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
        <a class="button" href={addressOf(path)} download={`${uuid}${isRaw ? '-raw' : ''}.json`}>
          Save as a file
        </a>
      </div>
      <Shown loaded={loaded}>
        {(text) =>
          text === null ? (
            <Notice title="You may not see the data.">Your roles do not allow it.</Notice>
          ) : (
            <pre class="data" tabIndex={0} aria-label="Data">
              {shown(readable(text), SHOWN)}
            </pre>
          )
        }
      </Shown>
    </>
  );
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
