import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** How near somebody has to come, in pixels. */
const NEAR = '400px';

/** Draws more rows when somebody comes near it, or presses it. */
export function More({
  drawn,
  onMore,
  children,
}: {
  /** How many are drawn. */
  readonly drawn: number;
  readonly onMore: () => void;
  readonly children: ComponentChildren;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) more.current();
      },
      { rootMargin: NEAR },
    );
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
    // Anew for each group of rows: an observer is silent while what it looks at stays near.
  }, [drawn]);
  return (
    <button ref={button} type="button" class="more" onClick={onMore}>
      {children}
    </button>
  );
}
