import { InspectorError } from '@inspector/plugin-api';
import { minorOf, type VersionRange } from './microversion.js';
import type { HttpAnswer } from './exchange.js';

/**
 * Reads the range of versions from an answer to `GET /v1/` or `GET /`: from the headers, or from the body,
 * which at both places describes version 1 in an object with `version` and `min_version`.
 *
 * @returns `undefined` when the answer says nothing about versions
 */
export function rangeIn(answer: HttpAnswer): VersionRange | undefined {
  return (
    range(
      answer.header('x-openstack-ironic-api-minimum-version'),
      answer.header('x-openstack-ironic-api-maximum-version'),
    ) ?? rangeInBody(answer.body.toString())
  );
}

/**
 * The error for an address where no bare metal API is.
 *
 * @param endpoint - URL that was tried
 */
export function noBareMetalApi(endpoint: string, answer: HttpAnswer): InspectorError {
  return new InspectorError(
    'INSP_BAREMETAL_BAD_ANSWER',
    `${endpoint} answers with status ${String(answer.status)} but names no version of the bare metal API. Check ironic.endpointOverride.`,
  );
}

function rangeInBody(text: string): VersionRange | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const versions = own(body, 'versions');
  const descriptions = [
    own(body, 'version'),
    own(body, 'default_version'),
    ...(Array.isArray(versions) ? (versions as unknown[]) : []),
  ];
  for (const description of descriptions) {
    const found = range(own(description, 'min_version'), own(description, 'version'));
    if (found !== undefined) return found;
  }
  return undefined;
}

function range(from: unknown, to: unknown): VersionRange | undefined {
  const maximum = minorOf(to);
  return maximum === undefined ? undefined : { minimum: minorOf(from) ?? 1, maximum };
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
