import type { Differences } from '@inspector/client';
import { query, request } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { DifferenceList } from '../../parts/differences.js';
import { Notice, Shown } from '../../parts/notice.js';
import { Time } from '../../parts/time.js';
import { Choose, useRuns } from './history.js';
import type { NodeTabProps } from './node.js';

/** How the hardware differs between two introspections. */
export function CompareTab({ uuid, status, place }: NodeTabProps) {
  const [from, to] = ['from', 'to'].map((name) => place.query.get(name) ?? '');
  const runs = useRuns(uuid, status.finished_at ?? '');
  return (
    <Shown loaded={runs}>
      {(list) =>
        list.filter(({ kept_data }) => kept_data !== 'none').length < 2 ? (
          <p class="none">There are not two introspections with data to compare yet.</p>
        ) : (
          <>
            <Choose
              key={`${from ?? ''} ${to ?? ''}`}
              uuid={uuid}
              runs={list}
              {...(from ? { from: Number(from) } : {})}
              {...(to ? { to: Number(to) } : {})}
            />
            <Found uuid={uuid} from={from} to={to} />
          </>
        )
      }
    </Shown>
  );
}

function Found({
  uuid,
  from,
  to,
}: {
  readonly uuid: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}) {
  const loaded = useLoad(`diff ${uuid} ${from ?? ''} ${to ?? ''}`, (signal) =>
    request<Differences>(`/introspection/${uuid}/diff${query({ from, to })}`, { signal }),
  );
  return (
    <Shown loaded={loaded}>
      {(found) => (
        <>
          <p>
            From introspection {found.from.number} (<Time at={found.from.finished_at} />) to introspection{' '}
            {found.to.number} (<Time at={found.to.finished_at} />)
          </p>
          {found.differences.length === 0 ? (
            <Notice title="The hardware is the same." kind="good" />
          ) : (
            <DifferenceList of={found.differences} />
          )}
        </>
      )}
    </Shown>
  );
}
