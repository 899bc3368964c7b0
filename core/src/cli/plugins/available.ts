import { spawn } from 'node:child_process';
import { InspectorError } from '@inspector/plugin-api';
import { parsePackageName, type PluginKind } from '@inspector/plugin-api/package';
import type { CliContext } from '../context.js';
import { tableLines } from '../table.js';
import { discover, type Format } from './discover.js';

/** Which plugins of the registry are listed. */
export interface AvailableFilter extends Format {
  readonly kind?: PluginKind;
  /** Only those that are not of the project. */
  readonly thirdParty?: boolean;
}

/** A plugin that can be installed. */
interface AvailablePlugin {
  readonly package: string;
  readonly version: string;
  readonly kind: PluginKind;
  readonly description: string;
  /** The version that is installed here; null: none. */
  readonly installed: string | null;
}

/** Seconds that the registry may take. */
const LIMIT = 30;

/** How many packages are asked for; a registry gives no more than this at once. */
const MOST = 250;

/**
 * Prints the plugins in the registry that npm uses here, found by their keyword. npm asks, because it knows registry,
 * proxy and credentials.
 *
 * @throws `INSP_REGISTRY_FAILED`
 */
export async function listAvailable(
  context: CliContext,
  { json = false, kind, thirdParty = false }: AvailableFilter,
): Promise<void> {
  const installed = new Map((await discover(context)).packages.map(({ name, version }) => [name, version]));
  const found = (await search(context)).flatMap(({ name, version, description }): AvailablePlugin[] => {
    const parsed = parsePackageName(name);
    if (parsed === undefined || (kind !== undefined && parsed.kind !== kind)) return [];
    if (thirdParty && name.startsWith('@inspector/')) return [];
    return [
      { package: name, version, kind: parsed.kind, description, installed: installed.get(name) ?? null },
    ];
  });
  if (json) context.print(JSON.stringify(found, null, 2));
  else if (found.length === 0) context.print('The registry has no such plugin.');
  else {
    const rows = found.map((one) => [
      one.package,
      one.version,
      one.kind,
      one.installed ?? '-',
      one.description,
    ]);
    const titles = ['PACKAGE', 'VERSION', 'KIND', 'INSTALLED', 'DESCRIPTION'];
    for (const line of tableLines(titles, rows)) context.print(line);
  }
}

interface Hit {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

async function search(context: CliContext): Promise<Hit[]> {
  const words = ['search', '--json', `--searchlimit=${MOST}`, 'keywords:inspector-plugin'];
  const patience = ['--fetch-retries=0', `--fetch-timeout=${LIMIT * 1000}`];
  const { out, err, status } = await npm([...words, ...patience], context);
  if (status !== 0) throw failed(reasonIn(out, err));
  try {
    const hits = JSON.parse(out) as readonly Partial<Hit>[];
    return hits.map(({ name = '', version = '?', description = '' }) => ({ name, version, description }));
  } catch {
    throw failed('its answer is no list of packages');
  }
}

const failed = (reason: string): InspectorError =>
  new InspectorError(
    'INSP_REGISTRY_FAILED',
    `The npm registry could not be searched: ${reason}.\n` +
      'See "npm config get registry" and "npm ping"; "inspector plugins list" shows what is installed.',
  );

/** What npm says is wrong: a sentence in JSON, or lines that begin with `npm error`. */
function reasonIn(out: string, err: string): string {
  const summary = /"summary":\s*"((?:[^"\\]|\\.)*)"/.exec(out)?.[1];
  const lines = err
    .split('\n')
    .flatMap((line) => /^npm error (?!code|errno|syscall|A complete log)(.+)$/.exec(line)?.[1] ?? []);
  const text = summary === undefined || summary === '' ? lines.join(' ') : summary;
  return (text === '' ? 'npm failed' : text)
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .slice(0, 500);
}

interface Ended {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

function npm(words: readonly string[], { cwd, env, signal }: CliContext): Promise<Ended> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout((LIMIT + 10) * 1000)]);
  return new Promise((resolve, reject) => {
    const child = spawn('npm', words, { cwd, env, signal: limit, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(error);
      else if (error.code === 'ENOENT') reject(failed('npm is not installed, or not in PATH'));
      else
        reject(
          failed(error.name === 'AbortError' ? `it has not answered in ${LIMIT} seconds` : error.message),
        );
    });
    child.on('close', (status) => resolve({ out, err, status }));
  });
}
