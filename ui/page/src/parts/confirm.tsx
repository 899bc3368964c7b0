import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Asks before something that cannot be taken back. */
export function Confirm({
  title,
  children,
  action,
  onYes,
  onNo,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button says: the thing that is done. */
  readonly action: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // Closed before it is gone: only then the browser gives the focus back to the button that asked.
  const yes = (): void => {
    dialog.current?.close();
    onYes();
  };
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" onClose={onNo}>
      <h2 id="confirm-title">{title}</h2>
      <div>{children}</div>
      <div class="buttons">
        <button type="button" onClick={() => dialog.current?.close()}>
          Back
        </button>
        <button type="button" class="danger" onClick={yes}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
