import type { AnyErrorCode } from '../errors/codes.js';
import { InspectorError } from '../errors/inspector-error.js';

/**
 * An error about a plugin. Its last line is always the repair: what the reader can do, with the command where
 * there is one.
 *
 * @param what - What happened, to which plugin; may have several lines.
 * @param repair - One line.
 */
export const pluginProblem = (
  code: AnyErrorCode,
  what: string,
  repair: string,
  cause?: unknown,
): InspectorError => new InspectorError(code, `${what}\n${repair}`, cause === undefined ? {} : { cause });
