import type { JsonObject } from '@inspector/plugin-api';
import { marks } from './dialect.js';
import { eventOrigin } from './event-origin.js';
import { RUN_BEGINNINGS, type RunBeginning } from './history-types.js';
import type { Row, Store } from './session.js';

/** The events that tell of a beginning; those of one type also tell of other things. */
const BEGINNING_TYPES = [
  'introspection.starting',
  'introspection.waiting',
  'introspection.enrolling',
  'introspection.reapplying',
];
/** Events that are looked through for the beginning: each post that had to wait for a service is one. */
const MOST_EVENTS = 50;
/** Members of the body of an event that say where a request came from. */
const ORIGIN = ['request_id', 'global_request_id', 'actor'] as const;
/** Introspections that are remembered; those that other processes end are forgotten in their turn. */
const MOST_REMEMBERED = 4096;

/** How an introspection began, and who asked for it. */
export interface Beginning {
  /** null: not known, because the event that told of it is gone. */
  readonly began: RunBeginning | null;
  readonly origin: JsonObject;
}

/**
 * How the introspections began that go on. The events tell; this process need not read them again where it wrote them
 * itself.
 */
export class Beginnings {
  readonly #store: Store;
  readonly #remembered = new Map<string, Beginning>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Remembers an introspection that this process has written the beginning of.
   *
   * @param from - the state before, where there was a record
   */
  note(introspection: string, event: string, from?: string): void {
    const began = RUN_BEGINNINGS.find((name) => name === event);
    if (began === undefined) return;
    this.#remembered.delete(introspection);
    // Another process that takes a reapply over begins it again; whoever asked for it is in an event before.
    if (isTakenOver(event, from)) return;
    this.#remembered.set(introspection, { began, origin: originOf(eventOrigin()) });
    if (this.#remembered.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#remembered.keys()) {
      this.#remembered.delete(oldest);
      break;
    }
  }

  /** How an introspection began that ends now. */
  async take(uuid: string, introspection: string): Promise<Beginning> {
    const known = this.#remembered.get(introspection);
    this.#remembered.delete(introspection);
    if (known !== undefined) return known;
    const events = await this.#store.read((session) =>
      session.all(
        `SELECT body FROM inspector_events WHERE node_uuid = ? AND introspection = ?
          AND type IN (${marks(BEGINNING_TYPES.length)}) ORDER BY id DESC LIMIT ${MOST_EVENTS}`,
        [uuid, introspection, ...BEGINNING_TYPES],
      ),
    );
    return beginningOf(events);
  }
}

/** @param events - the newest first */
function beginningOf(events: readonly Row[]): Beginning {
  for (const row of events) {
    const body = JSON.parse(String(row['body'])) as JsonObject;
    const began = RUN_BEGINNINGS.find((name) => name === body['event']);
    if (began === undefined || isTakenOver(began, body['from'])) continue;
    return { began, origin: originOf(body) };
  }
  return { began: null, origin: {} };
}

const isTakenOver = (event: string, from: unknown): boolean => event === 'reapply' && from === 'reapplying';

const originOf = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    ORIGIN.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]] as const])),
  );
