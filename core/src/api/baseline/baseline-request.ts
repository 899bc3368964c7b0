import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';

/** Characters of the name of a class; the bare metal service takes 80. */
const LONGEST_CLASS = 255;

/** What is to become a baseline. */
export interface BaselineRequest {
  /** UUID or name of the node that it is taken from. */
  readonly node: string;
  /** Number of its introspection; undefined: the newest with data. */
  readonly number: number | undefined;
  /** The class that it is for; undefined: the node itself. */
  readonly className: string | undefined;
}

/**
 * Reads the body of a request to set a baseline.
 *
 * @throws `INSP_BAD_REQUEST`
 */
export function readBaselineRequest(text: string): BaselineRequest {
  const body = parsed(text);
  const unknown = Object.keys(body).find((name) => !['node', 'number', 'class'].includes(name));
  if (unknown !== undefined)
    throw bad(`${JSON.stringify(unknown)} is not known; there may be node, number, class`);
  const [node, number, className] = ['node', 'number', 'class'].map((name) => member(body, name));
  if (typeof node !== 'string' || node === '') throw bad('node must be the UUID or the name of a node');
  if (number !== undefined && !(typeof number === 'number' && Number.isSafeInteger(number) && number > 0))
    throw bad('number must be that of an introspection, such as 3');
  return { node, number, className: className === undefined ? undefined : classNameOf(className) };
}

/**
 * The name of a class.
 *
 * @throws `INSP_BAD_REQUEST`
 */
export function classNameOf(value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST_CLASS) return value;
  throw bad(`class must be the name of a resource class, with ${LONGEST_CLASS} characters at most`);
}

function parsed(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    if (isJsonObject(body)) return body;
  } catch (cause) {
    throw bad('the body is no JSON', cause);
  }
  throw bad('the body must be an object such as {"node": "rack3-07"}');
}

const bad = (what: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', `Bad request: ${what}`, { cause });
