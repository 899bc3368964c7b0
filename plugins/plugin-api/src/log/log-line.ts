/** One line that a plugin logs. */
export interface LoggedLine {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * Reads the arguments of a method of a plugin's log. An error that is the only one is kept in the field `err`, and its
 * message is the text of the line: in JavaScript nobody says that fields come with a text.
 */
export function logLine(first: unknown, message?: unknown): LoggedLine {
  if (typeof first !== 'object' || first === null) return { fields: {}, text: String(first) };
  const fields = (first instanceof Error ? { err: first } : { ...first }) as Readonly<
    Record<string, unknown>
  >;
  return { fields, text: message === undefined ? textOf(fields) : String(message) };
}

const textOf = ({ err }: Readonly<Record<string, unknown>>): string =>
  err instanceof Error ? err.message : '';
