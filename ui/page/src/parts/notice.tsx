import type { ComponentChildren } from 'preact';
import { ApiFailure } from '../api/request.js';
import type { Loaded } from '../api/use-load.js';
import { shown } from './text.js';

/** Something that is said in the place of what is not there. */
export function Notice({
  title,
  children,
  kind = 'plain',
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly kind?: 'plain' | 'bad' | 'good';
}) {
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

/** In the place of what somebody may not see or do. */
export const NotAllowed = ({ what = 'see this' }: { readonly what?: string }) => (
  <Notice title={`You may not ${what}.`}>
    Your roles do not allow it. Whoever runs the service sets roles and policy.
  </Notice>
);

/** Why something cannot be shown. */
export function Failure({ error, reload }: { readonly error: Error; readonly reload?: () => void }) {
  const status = error instanceof ApiFailure ? error.status : undefined;
  if (status === 401) return <Notice title="Please log in." />;
  if (status === 403) return <NotAllowed />;
  return (
    <Notice title={status === 404 ? 'There is no such thing.' : 'This could not be loaded.'} kind="bad">
      <p>{shown(error.message)}</p>
      {reload !== undefined && (
        <button type="button" onClick={reload}>
          Try again
        </button>
      )}
    </Notice>
  );
}

/** What was loaded, or why it is not there. What is there stays while a later try fails, with a line that says so. */
export function Shown<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { data, error, reload } = loaded;
  if (data === undefined) {
    return error === undefined ? (
      <p class="loading" role="status">
        Loading…
      </p>
    ) : (
      <Failure error={error} reload={reload} />
    );
  }
  return (
    <>
      {error !== undefined && (
        <p class="stale" role="status">
          Not up to date: {shown(error.message, 300)}
        </p>
      )}
      {children(data)}
    </>
  );
}
