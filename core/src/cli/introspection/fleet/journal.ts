import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { fileFault } from '../../files.js';

/** What a journal has of a node. */
export type Entry =
  /** The start is about to be asked for; `before` is when the introspection began that there was before. */
  | { readonly node: string; readonly step: 'starting'; readonly before: string | null }
  | { readonly node: string; readonly step: 'started'; readonly before: string | null }
  | { readonly node: string; readonly step: 'ended'; readonly error: string | null }
  /** The start was refused: it may be asked for again. */
  | { readonly node: string; readonly step: 'refused' };

/** What was done for a fleet so far, so that the same command goes on after it was interrupted. */
export interface Journal {
  /** The latest entry of a node. */
  of(node: string): Entry | undefined;
  /** Writes an entry; it is in the file when this returns, whatever happens to the process then. */
  note(entry: Entry): void;
}

/** A journal that nobody reads again. */
export function memoryJournal(): Journal {
  const entries = new Map<string, Entry>();
  return { of: (node) => entries.get(node), note: (entry) => void entries.set(entry.node, entry) };
}

/**
 * A journal in a file, a line of JSON for each entry.
 *
 * @throws `INSP_FILE_FAILED` where it cannot be read or written, or is something else
 */
export function fileJournal(file: string, cwd: string): Journal {
  const path = resolve(cwd, file);
  const memory = memoryJournal();
  try {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') memory.note(entryIn(line, path));
    // A line whose end is missing was being written when the process died: what it tells was not done yet.
    if (whole === text) appendFileSync(path, '');
    else truncateSync(path, Buffer.byteLength(whole));
  } catch (cause) {
    if (InspectorError.is(cause)) throw cause;
    throw fileFault('use the journal', path, cause);
  }
  return {
    of: memory.of,
    note(entry) {
      memory.note(entry);
      appendFileSync(path, `${JSON.stringify(entry)}\n`);
    },
  };
}

const STEPS: readonly unknown[] = ['starting', 'started', 'ended', 'refused'];

function entryIn(line: string, path: string): Entry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && 'node' in value && 'step' in value) {
    if (typeof value.node === 'string' && STEPS.includes(value.step)) return value as Entry;
  }
  throw new InspectorError(
    'INSP_FILE_FAILED',
    `${path} is no journal of a fleet: "${line.slice(0, 60)}" is no entry. Name another file.`,
  );
}
