/** What a handler wants sent: a status, optionally a JSON body, a resource's location, more headers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Path of the resource for the `Location` header; the server puts its own address in front. */
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error answer of Ironic, thrown by handlers. */
export class IronicError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer, text: string) {
    super(text);
    this.name = 'IronicError';
    this.answer = answer;
  }
}

/**
 * The usual refusal: a body whose `error_message` is JSON inside a string, with the text in `faultstring`
 * (seen so from Ironic 21.4).
 *
 * @param status HTTP status; from 500 on the fault code is `Server`
 */
export function fault(status: number, text: string): IronicError {
  const inner = { faultcode: status >= 500 ? 'Server' : 'Client', faultstring: text, debuginfo: null };
  return new IronicError({ status, body: { error_message: JSON.stringify(inner) } }, text);
}

/** The refusal of Ironic's routing layer, which has another form: `code`, `title`, `description`. */
export function routingFault(status: number, title: string, description = ''): IronicError {
  const inner = { code: status, title, description };
  return new IronicError({ status, body: { error_message: JSON.stringify(inner) } }, description || title);
}
