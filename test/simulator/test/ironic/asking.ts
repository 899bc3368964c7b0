import type { FakeIronic } from '../../src/index.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // The shape differs per call; each test says what it expects.
  readonly body: Record<string, never>;
  /** `faultstring` or `description` of an error body. */
  readonly fault: string | undefined;
}

/** A client of the newest version, or of the minor version given. */
export function asking(fake: FakeIronic, minor: number | string = 76) {
  return async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(fake.url + path, {
      method,
      headers: { 'X-OpenStack-Ironic-API-Version': `1.${minor}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = text === '' ? {} : JSON.parse(text);
    const inner = typeof parsed.error_message === 'string' ? JSON.parse(parsed.error_message) : {};
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      fault: inner.faultstring ?? inner.description,
    };
  };
}
