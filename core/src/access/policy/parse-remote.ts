import { CheckFault, type Leaf } from './check.js';
import { parseTemplate } from './parse-template.js';

/** Scheme and server, up to the path. */
const PLACE = /^(https?):\/\/([^/?#\\]*)(?=[/?#])/;

/**
 * Reads a comparison that another server makes: the URL that it is asked at. Values of the request may be in path and query.
 *
 * @throws {@link CheckFault}
 */
export function parseRemote(text: string): Leaf {
  const url = parseTemplate(text, text);
  const isWhole = url.names.length === 0;
  const [start = ''] = url.texts;
  const [place] = PLACE.exec(isWhole ? `${start}/` : start) ?? [];
  const found = place !== undefined && URL.canParse(place) ? new URL(place) : undefined;
  if (found === undefined) {
    throw new CheckFault(
      `"${text}" does not say which server is asked: write https://host/path, with %(name)s in the path only`,
    );
  }
  if (found.username !== '' || found.password !== '') {
    throw new CheckFault(`"${text}" has a user in its URL: use a client certificate instead`);
  }
  const usual = found.protocol === 'https:' ? 443 : 80;
  const server = { host: found.hostname, port: found.port === '' ? usual : Number(found.port), usual };
  return { kind: 'remote', url, server, text };
}
