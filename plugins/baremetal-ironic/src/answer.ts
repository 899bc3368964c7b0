import { InspectorError, type BareMetalFailure, type Json, type JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { faultOf, saysLocked } from './fault.js';
import type { HttpAnswer, HttpMethod } from './exchange.js';

/** An answer together with what was asked. */
export interface Answer extends HttpAnswer {
  readonly method: HttpMethod;
  readonly url: string;
  /** Headers that proved who asked. */
  readonly proof?: Readonly<Record<string, string>>;
}

/** What the service said about a request it refused. */
export function failureOf(answer: Answer): BareMetalFailure {
  const fault = faultOf(answer.status, answer.body.toString());
  const locked = answer.status === 409 && saysLocked(fault);
  return { httpStatus: answer.status, fault, ...(locked ? { locked } : {}) };
}

/** The error for a request the service refused: where, and the service's own words. */
export function rejection(answer: Answer): InspectorError {
  const failure = failureOf(answer);
  return new InspectorError('INSP_BAREMETAL_REJECTED', refusal(answer, failure), { cause: failure });
}

/** The text of a refusal, in the words operators know from the records of ironic-inspector. */
export function refusal(answer: Answer, failure: BareMetalFailure): string {
  const side = failure.httpStatus >= 500 ? 'Server' : 'Client';
  return `${side} Error for url: ${answer.url}, ${failure.fault}`;
}

/** The error for an answer that is not what the bare metal API would say. */
export function badAnswer(answer: Answer, what: string): InspectorError {
  return new InspectorError(
    'INSP_BAREMETAL_BAD_ANSWER',
    `${answer.method} ${answer.url} (status ${String(answer.status)}): ${what}`,
  );
}

/**
 * Reads the body of an answer as one JSON object.
 *
 * @throws INSP_BAREMETAL_BAD_ANSWER when it is none
 */
export function objectIn(answer: Answer): JsonObject {
  let body: Json;
  try {
    body = readJson(answer.body.toString());
  } catch (error) {
    throw new InspectorError(
      'INSP_BAREMETAL_BAD_ANSWER',
      `${answer.method} ${answer.url} (status ${String(answer.status)}): the answer is not JSON.`,
      { cause: error },
    );
  }
  if (!isObject(body)) throw badAnswer(answer, 'the answer is JSON but not an object.');
  return body;
}

/** Whether the body of an answer is one JSON object, which those of the bare metal API are. */
export function isFromApi(answer: Answer): boolean {
  try {
    return isObject(readJson(answer.body.toString()));
  } catch {
    return false;
  }
}

/** Whether a JSON value is an object, not an array. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
