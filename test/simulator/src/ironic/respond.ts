import type { ServerResponse } from 'node:http';
import { writeJson } from '@inspector/plugin-api/json';
import type { Answer } from './answer.js';
import type { Fault } from './fault-injection.js';

const REASONS: Readonly<Record<number, string>> = {
  409: 'Node is locked by host fake-conductor, please retry after the current operation is completed.',
  503: 'Requested action cannot be performed due to lack of free conductor workers.',
};

/** The answer of a fault that is a plain status, in Ironic's error form. */
export function faultAnswer({ status, text }: Fault): Answer | undefined {
  if (typeof status !== 'number') return undefined;
  const faultstring = text ?? REASONS[status] ?? `Injected failure ${status}.`;
  const inner = { faultcode: status >= 500 ? 'Server' : 'Client', faultstring, debuginfo: null };
  return { status, body: { error_message: JSON.stringify(inner) } };
}

/** Sends an answer, spoiled in the way of the fault if there is one. */
export function send(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>>,
  fault: Fault | undefined,
): void {
  const body = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(writeJson(answer.body));
  const half = body.subarray(0, body.length >> 1);
  const spoiled = fault?.status === 'garbage' ? half : body;
  const all: Record<string, string | number> = { ...headers, ...answer.headers };
  if (answer.body !== undefined) all['Content-Type'] = 'application/json';
  all['Content-Length'] = fault?.status === 'truncate' ? body.length : spoiled.length;
  response.writeHead(answer.status, all);
  if (fault?.status === 'truncate') {
    response.write(half, () => response.destroy());
    return;
  }
  response.end(spoiled);
}
