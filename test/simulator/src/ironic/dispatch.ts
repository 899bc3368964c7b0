import { readJson } from '@inspector/plugin-api/json';
import type { Json } from '../json.js';
import { IronicError, fault, type Answer } from './answer.js';
import type { Call } from './request.js';
import { match, type Match } from './router.js';

/** What every request of one fake has in common. */
export type CallSettings = Pick<Call, 'fleet' | 'url' | 'newest' | 'pageLimit' | 'drivers' | 'changePower'>;

/** Carries out a request whose route is known; refusals come back as answers, nothing is thrown. */
export function dispatch(
  settings: CallSettings,
  found: Match,
  request: { readonly version: number; readonly query: URLSearchParams; readonly body: string },
): Answer {
  try {
    const { version, query } = request;
    return found.handle({ ...settings, version, query, ids: found.ids, body: parseBody(request.body) });
  } catch (error) {
    return refusalOf(error);
  }
}

/** The answer a thrown error stands for; anything but a refusal is a defect of the request: 500 as in Ironic. */
export function refusalOf(error: unknown): Answer {
  if (error instanceof IronicError) return error.answer;
  return fault(500, error instanceof Error ? error.message : String(error)).answer;
}

/** Splits a request target and finds its route. */
export function locate(method: string, target: string): { found: Match; query: URLSearchParams } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return { found: match(method, path), query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) };
}

function parseBody(text: string): Json {
  return text === '' ? null : readJson(text);
}
