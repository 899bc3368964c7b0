import { matches, type RequestMatcher, type SeenRequest } from './fault-injection.js';

/** A request with what became of it. */
export interface LoggedRequest extends SeenRequest {
  /** HTTP status of the answer; undefined while or if there is none. */
  status: number | undefined;
}

/** The requests a fake has had, oldest first, as many as it may keep. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(request: SeenRequest): LoggedRequest {
    const entry: LoggedRequest = { ...request, status: undefined };
    if (this.#limit === 0) return entry;
    this.entries.push(entry);
    // Dropping a tenth at a time keeps the cost of a full log per request constant.
    if (this.entries.length > this.#limit) this.entries.splice(0, Math.ceil(this.#limit / 10));
    return entry;
  }

  matching(matcher: RequestMatcher): LoggedRequest[] {
    return this.entries.filter((entry) => matches(matcher, entry));
  }

  clear(): void {
    this.entries.length = 0;
  }
}
