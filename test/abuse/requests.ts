/** Numbers from 0 to 1. */
export type Chance = () => number;

/** One of some values. */
export const oneOf = <T>(values: readonly T[], chance: Chance): T =>
  values[Math.floor(chance() * values.length)] as T;

/** A whole number below another one. */
export const below = (most: number, chance: Chance): number => Math.floor(chance() * most);

const METHODS = [
  'GET',
  'POST',
  'DELETE',
  'PUT',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'get',
  'B\u0000D',
  '',
];
const PATHS = [
  '/',
  '/v1',
  '/v1/continue',
  '/v1/introspection',
  '/v1/introspection/detail',
  '/v1/introspection/..%2f..%2fetc',
  '/v1/introspection/%00/data',
  '/v1/introspection?limit=-1&marker=%ff',
  '/v1/rules',
  '/v1/rules/%e2%80%ae',
  '//v1//rules',
  '/v1/rules/import',
  '/metrics',
  '/openapi.json',
  'http://other/v1',
  '*',
  '/%',
  '/..',
  `/${'a'.repeat(5000)}`,
  '/\u009b31m\u202e',
];
const HEADERS = [
  'Host: a',
  'Host: b',
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding : chunked',
  'Expect: 100-continue',
  'Expect: miracles',
  'Connection: close',
  'Connection: keep-alive',
  'Upgrade: websocket',
  'X-Forwarded-For: \u001b[2J',
  'X-Forwarded-Host: evil\u202e',
  'X-OpenStack-Ironic-Inspector-API-Version: 1.18',
  'X-OpenStack-Ironic-Inspector-API-Version: 99999999999999999999.1',
  'X-OpenStack-Request-ID: \u009b',
  'Content-Encoding: gzip',
  ' folded: header',
  'no colon',
  `X: ${'y'.repeat(20_000)}`,
];
const BODIES = [
  '',
  '{}',
  '[]',
  'null',
  '5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
  'ffffffff\r\n',
  '{"a":',
  '\u0000\u0001',
  '0\r\n\r\n',
];
const ENDS = ['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r'];

/** Bytes that are nearly a request. */
export function nearlyRequest(chance: Chance): Buffer {
  const end = oneOf(ENDS, chance);
  const version = chance() < 0.8 ? 'HTTP/1.1' : oneOf(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'ICY', ''], chance);
  const headers = Array.from({ length: below(6, chance) }, () => oneOf(HEADERS, chance));
  if (chance() < 0.7) headers.unshift('Host: a');
  const lines = [`${oneOf(METHODS, chance)} ${oneOf(PATHS, chance)} ${version}`, ...headers, '', ''];
  const bytes = Buffer.from(lines.join(end) + oneOf(BODIES, chance), 'utf8');
  if (chance() < 0.3) bytes[below(bytes.length, chance)] = below(256, chance);
  return chance() < 0.2 ? bytes.subarray(0, below(bytes.length, chance)) : bytes;
}
