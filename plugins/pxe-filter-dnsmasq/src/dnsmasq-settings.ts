import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file dnsmasq reads where its command line names none. */
const USUAL_FILE = '/etc/dnsmasq.conf';
/** Files that are read at most: a file may name itself. */
const MOST_FILES = 200;

/** The settings of a dnsmasq, by their long names. */
export interface DnsmasqSettings {
  /** Each option as often as it is set; values of flags are empty. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** false: a file of settings could not be read, so there may be more. */
  readonly complete: boolean;
}

/** Short names of the options that are of interest here. */
const SHORT: Readonly<Record<string, string>> = { C: 'conf-file', '7': 'conf-dir', '8': 'log-facility' };

/**
 * Reads the settings of a dnsmasq from its command line and from the files that this names, as far as dnsmasq does:
 * `--name=value`, `--name value`, `-C value`, and lines `name=value`.
 *
 * @param words - its command line, the program first
 */
export function readSettings(words: readonly string[]): DnsmasqSettings {
  const values = new Map<string, string[]>();
  const put = (name: string, value: string): void => {
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (const [name, value] of optionsOf(words.slice(1))) put(name, value);
  const files = filesOf(values);
  let complete = files.complete;
  const waiting = [...(values.has('conf-file') ? [] : [USUAL_FILE]), ...files.paths];
  for (let read = 0; waiting.length > 0 && read < MOST_FILES; read++) {
    const path = waiting.shift() ?? '';
    const text = textOf(path);
    // A machine without the usual file has no such settings.
    if (text === undefined) complete &&= path === USUAL_FILE;
    const own = new Map<string, string[]>();
    for (const [name, value] of linesOf(text ?? '')) {
      put(name, value);
      own.set(name, [...(own.get(name) ?? []), value]);
    }
    const more = filesOf(own);
    waiting.push(...more.paths);
    complete &&= more.complete;
  }
  return { values, complete };
}

function* optionsOf(words: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const long = /^--([a-z0-9-]+)(?:=(.*))?$/s.exec(word);
    const short = /^-([C78])(.*)$/s.exec(word);
    const name = long?.[1] ?? SHORT[short?.[1] ?? ''];
    if (name === undefined) continue;
    const given = long ? long[2] : short?.[2] || undefined;
    const next = words[at + 1];
    if (given === undefined && next !== undefined && !next.startsWith('-')) at++;
    yield [name, given ?? (next?.startsWith('-') ? '' : (next ?? ''))];
  }
}

function* linesOf(text: string): Generator<readonly [name: string, value: string]> {
  for (const line of text.split('\n')) {
    const [setting = ''] = line.split(/(?:^|\s)#/);
    const [name = '', ...value] = setting.split('=');
    if (name.trim() !== '') yield [name.trim(), value.join('=').trim()];
  }
}

/** The files that settings name. */
function filesOf(values: ReadonlyMap<string, readonly string[]>): { paths: string[]; complete: boolean } {
  const paths = (values.get('conf-file') ?? []).filter((path) => path !== '');
  let complete = true;
  for (const value of values.get('conf-dir') ?? []) {
    const [folder = '', ...patterns] = value.split(',');
    const wanted = patterns.filter((each) => each.startsWith('*')).map((each) => each.slice(1));
    const unwanted = patterns.filter((each) => each !== '' && !each.startsWith('*'));
    try {
      for (const name of readdirSync(folder)) {
        if (/^[.#]|[~#]$/.test(name) || unwanted.some((end) => name.endsWith(end))) continue;
        if (wanted.length === 0 || wanted.some((end) => name.endsWith(end))) paths.push(join(folder, name));
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      complete = false;
    }
  }
  return { paths, complete };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

const isUnreadable = (error: unknown): boolean => error instanceof Error && 'code' in error;
