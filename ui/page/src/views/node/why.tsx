import { ApiFailure, request } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { Notice, Shown } from '../../parts/notice.js';
import { shown } from '../../parts/text.js';

/** What was found out: `GET /v1/introspection/{node}/diagnosis`. */
interface Diagnosis {
  readonly findings: readonly {
    readonly code: string;
    readonly certainty: string;
    readonly evidence: string;
    readonly remedy: string | null;
  }[];
  readonly looked_at: readonly { readonly source: string; readonly unknown: string | null }[];
}

/** Why a node stands where it does, what matters most first. */
export function Why({ uuid, about }: { readonly uuid: string; readonly about: string }) {
  const loaded = useLoad(
    `why ${about}`,
    async (signal) => {
      try {
        return await request<Diagnosis>(`/introspection/${uuid}/diagnosis`, { signal });
      } catch (error) {
        if (error instanceof ApiFailure && error.status === 404) return null;
        throw error;
      }
    },
    15,
  );
  if (loaded.data === null) return null;
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why</h2>
      <Shown loaded={loaded}>
        {(found) =>
          found !== null && (
            <>
              <ol class="findings">
                {found.findings.map(({ code, certainty, evidence, remedy }) => (
                  <li key={code + evidence}>
                    <p>
                      <span class={`certainty ${certainty}`}>{shown(certainty, 20)}</span> {shown(evidence)}
                    </p>
                    {remedy !== null && <p class="remedy">To do: {shown(remedy)}</p>}
                    <code class="code">{shown(code, 80)}</code>
                  </li>
                ))}
              </ol>
              {found.looked_at
                .filter(({ unknown }) => unknown !== null)
                .map(({ source, unknown }) => (
                  <Notice key={source} title={`Not looked at: ${shown(source, 80)}`}>
                    {shown(unknown ?? '')}
                  </Notice>
                ))}
            </>
          )
        }
      </Shown>
    </section>
  );
}
