import { useEffect, useState } from 'preact/hooks';

/** Where somebody is: the part of the address after `#`, so that it is a link that can be sent. */
export interface Place {
  /** Decoded parts of the path; the first one is the view. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/** Reads the address. What cannot be decoded is taken as it is. */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((one) => one !== '');
  return { parts: parts.map(decoded), query: new URLSearchParams(query) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A link inside of the page. */
export function linkTo(parts: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const set = Object.entries(query).filter(([, value]) => value !== '');
  const text = new URLSearchParams(set).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Changes the query of the place without a new entry in the history of the browser. */
export function replaceQuery(parts: readonly string[], query: Readonly<Record<string, string>>): void {
  history.replaceState(null, '', linkTo(parts, query));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The place, which follows the address. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    window.addEventListener('hashchange', follow);
    // It may have changed since it was drawn.
    follow();
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return placeOf(hash);
}
