import { rm } from 'node:fs/promises';
import { createClient, type InspectorClient } from '@inspector/client';
import { introspectAll, type Ending } from './introspect-all.js';
import { readRuleFiles } from '../rule/rule-files.js';
import { createProgress } from './progress.js';
import { resultTable } from './result-table.js';
import { setAside } from './demo-config.js';
import { setStage, type Stage, type StageSource } from './stage.js';
import type { CliContext } from '../context.js';

/** Options of `inspector demo`. */
export interface DemoOptions {
  readonly nodes: number;
  readonly keep?: boolean;
  /** File of rules. */
  readonly rules?: string;
  /** File with options for what happens to the machines. */
  readonly config?: string | undefined;
}

/** Starts everything, introspects the machines and shows what came of it. */
export async function demonstrate(
  { nodes, keep = false, config: file, rules }: DemoOptions,
  context: CliContext,
): Promise<void> {
  const ruleFiles = rules === undefined ? undefined : await readRuleFiles([rules], context);
  const stage = await setStage(nodes, await sourceOf(file, context));
  let told = false;
  try {
    context.print(`Inspector listens on ${stage.inspectorUrl}, a fake Ironic on ${stage.ironic.url}.`);
    const page = await pageOf(stage);
    if (page !== undefined) context.print(`Its page is ${page}`);
    context.print(`Starting the introspection of ${nodes} simulated machine${nodes === 1 ? '' : 's'}.`);
    context.print();
    const client = createClient({ url: stage.inspectorUrl });
    if (ruleFiles !== undefined) await client.rules.import(ruleFiles.text, { signal: context.signal });
    const endings = await watched(stage, client, context);
    const table = await resultTable(endings, client, (uuid) => stage.ironic.portsOf(uuid).length);
    for (const line of [
      '',
      ...table,
      ...writtenTo(stage),
      '',
      ...summary(endings),
      '',
      ...whereToLook(stage, keep, page),
    ])
      context.print(line);
    told = true;
    if (endings.some(({ error }) => error !== null)) context.setExitCode(1);
    if (keep) await interrupted(context.signal);
  } finally {
    await stage.close();
    // Nobody knows where these data are, so nobody will look for them.
    if (!told) await rm(stage.folder, { recursive: true, force: true });
  }
}

/** Without a file nothing of the working directory counts: a demonstration is the same everywhere. */
async function sourceOf(file: string | undefined, context: CliContext): Promise<StageSource> {
  if (file === undefined) return { cwd: undefined, content: {} };
  const { readConfigFile } = await import('../../config/read-file.js');
  const { content } = await readConfigFile(context.cwd, file);
  const aside = setAside(content);
  if (aside.length > 0) {
    context.warn(`The demonstration has its own ${aside.join(', ')} instead of those in ${file}.`);
  }
  return { cwd: context.cwd, content };
}

async function watched(stage: Stage, client: InspectorClient, context: CliContext): Promise<Ending[]> {
  const names = stage.machines.map(({ name }) => name);
  const progress = createProgress(names, context);
  try {
    return await introspectAll(client, stage.machines, progress, context.signal);
  } finally {
    progress.end();
  }
}

/** What hooks and rules wrote to `extra` of the nodes; without a file and rules they write nothing there. */
function writtenTo({ machines, ironic }: Stage): string[] {
  const lines = machines.flatMap(({ uuid, name }) => {
    const { extra } = ironic.node(uuid);
    return Object.keys(extra).length === 0 ? [] : [`${name}: extra ${JSON.stringify(extra)}`];
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

function summary(endings: readonly Ending[]): string[] {
  const failed = endings.filter(({ error }) => error !== null);
  return [
    `${endings.length - failed.length} of ${endings.length} finished.`,
    ...failed.map(({ subject, error }) => `${subject.name}: ${error ?? ''}`),
  ];
}

function whereToLook(
  { folder, configFile, logFile, inspectorUrl, machines }: Stage,
  keep: boolean,
  page: string | undefined,
): string[] {
  const first = machines[0]?.uuid ?? '';
  const again = [
    'To look at the data, start the service on them again:',
    `  npx inspector --config ${configFile} serve`,
    'and in another terminal:',
  ];
  return [
    ...(keep && page !== undefined ? [`Look at the machines in a browser: ${page}`] : []),
    `The data are in ${folder}/inspector.sqlite, the log is ${logFile}.`,
    ...(keep ? ['Everything keeps running until Ctrl-C. In another terminal:'] : again),
    `  npx inspector introspection list --url ${inspectorUrl}`,
    `  npx inspector introspection status ${first} --hooks --url ${inspectorUrl}`,
    `  npx inspector introspection data save ${first} --url ${inspectorUrl}`,
    `Remove ${folder} when you have seen enough.`,
  ];
}

/** Where the page of the service is; undefined where none is installed. */
async function pageOf({ inspectorUrl }: Stage): Promise<string | undefined> {
  const page = `${inspectorUrl}/ui/`;
  const { ok } = await fetch(page, { method: 'HEAD' });
  return ok ? page : undefined;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
