import type { PluginLog } from '@inspector/plugin-api';
import { logLine } from '@inspector/plugin-api/log';

/** One line a plugin logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** The object given before the message; empty if there was none. An error given on its own is `err`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that keeps what it gets, for tests to look at. */
export interface RecordedLog extends PluginLog {
  readonly lines: readonly LogLine[];
  /** Messages of one level. */
  messages(level: LogLine['level']): string[];
}

/** Makes a log that writes nothing and remembers everything. */
export function recordLog(): RecordedLog {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (first: object | string, second?: string): void => {
      const { fields, text } = logLine(first, second);
      lines.push({ level, message: text, fields });
    };
  return {
    lines,
    messages: (level) => lines.filter((line) => line.level === level).map(({ message }) => message),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
