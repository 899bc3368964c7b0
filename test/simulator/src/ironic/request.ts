import type { Json } from '../json.js';
import type { Answer } from './answer.js';
import type { Fleet } from './fleet.js';
import type { Minor } from './version.js';

/** What a handler sees of one request. */
export interface Call {
  readonly fleet: Fleet;
  /** Address of the server, without a slash at the end. */
  readonly url: string;
  readonly version: Minor;
  /** The newest version this fake speaks. */
  readonly newest: Minor;
  /** Variable parts of the path, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  /** The parsed body; null if there is none. */
  readonly body: Json;
  /** Longest page of a listing. */
  readonly pageLimit: number;
  /** Drivers nodes may have. */
  readonly drivers: readonly string[];
  /** Asks the machine for a power change; happens after the answer. */
  changePower(nodeUuid: string, target: string): void;
}

/** Handles one kind of request. Throws {@link IronicError} to refuse. */
export type Handler = (call: Call) => Answer;

/** A handler with the method and path it serves: `{}` in the path stands for an id. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handle: Handler;
}
