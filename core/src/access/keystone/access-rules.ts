/** What an application credential may be used for. */
export interface AccessRule {
  /** Type of the service, as in the catalogue. */
  readonly service: string;
  readonly method: string;
  /** A path, in which `*` and `{name}` stand for one segment and `**` for anything. */
  readonly path: string;
}

/** A request as access rules see it. */
export interface RuledRequest {
  readonly method: string;
  /** The path that is routed, as it was sent: percent-encoded, without the query. */
  readonly path: string;
}

/** Stands for a `/` that was sent as `%2F`, which separates nothing. */
const ENCODED_SLASH = '\0';
const WILDCARD = /^(?:\*|\{[^{}/]*\})$/;
const WILDCARDS = /(\*\*|\*|\{[^{}/]*\})/;

/**
 * Whether one of the rules allows a request to a service. Methods are compared as they are, so HEAD is not GET; all of a
 * path but its wildcards is literal.
 *
 * @param service - type of this service in the catalogue
 */
export function isAllowedBy(rules: readonly AccessRule[], service: string, request: RuledRequest): boolean {
  const path = decodedPath(request.path);
  return (
    path !== undefined &&
    rules.some(
      (rule) => rule.service === service && rule.method === request.method && matches(rule.path, path),
    )
  );
}

/** Segments decoded one by one, without a slash at the end; undefined for what cannot be decoded. */
function decodedPath(path: string): string | undefined {
  try {
    const segments = path
      .split('/')
      .map((segment) => decodeURIComponent(segment).replaceAll('/', ENCODED_SLASH));
    return withoutLastSlash(segments.join('/'));
  } catch {
    return undefined;
  }
}

const withoutLastSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;

/**
 * Whether a path matches a pattern as a whole. All places in the path that the parts so far can end at are followed
 * together, so that no pattern is slow, whoever made it.
 */
function matches(pattern: string, path: string): boolean {
  let ends = new Set([0]);
  for (const part of withoutLastSlash(pattern).split(WILDCARDS)) {
    if (part === '') continue;
    if (part === '**') ends = from(Math.min(...ends), path.length);
    else if (WILDCARD.test(part)) ends = withinSegments(ends, path);
    else
      ends = new Set([...ends].filter((end) => path.startsWith(part, end)).map((end) => end + part.length));
    if (ends.size === 0) return false;
  }
  return ends.has(path.length);
}

const from = (start: number, end: number): Set<number> =>
  new Set(Array.from({ length: end - start + 1 }, (_, index) => start + index));

/** Where one character or more, but no slash, can end that begins at one of the places. */
function withinSegments(starts: ReadonlySet<number>, path: string): Set<number> {
  const ends = new Set<number>();
  let inside = false;
  for (let place = 0; place < path.length; place++) {
    if (path[place] === '/') inside = false;
    else if (starts.has(place)) inside = true;
    if (inside) ends.add(place + 1);
  }
  return ends;
}
