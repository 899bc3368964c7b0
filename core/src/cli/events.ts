import type { EventPageOptions, EventReset, InspectorClient, InspectorEvent } from '@inspector/client';
import { InvalidArgumentError } from 'commander';
import { STATES, type IntrospectionState } from '@inspector/plugin-api';
import { readCount, readName, readSome, readText } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { eventLine, resetLine } from './events-text.js';
import { explainStatuses } from './exit-status.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';

/** Events that are shown when nobody says how many. */
const SHOWN = 20;

/** Options of `inspector events`. */
interface EventsOptions {
  readonly follow?: true;
  readonly node?: string[];
  readonly state?: IntrospectionState[];
  readonly type?: string[];
  readonly after?: number;
  readonly limit: number;
  readonly json?: true;
}

/** `inspector events`. */
export const installEvents: CommandInstaller = (program, context) => {
  const command = program
    .command('events')
    .description('Show what happened to introspections, rules and the PXE filter, and what happens')
    .option('--follow', 'go on with what happens from now on, until it is interrupted')
    .option(
      '--node <nodes>',
      'only of these nodes: UUIDs or names, separated by commas (default: all)',
      readNodes,
    )
    .option(
      '--state <states>',
      `only introspections that come to these states, separated by commas: ${STATES.join(', ')} (default: all)`,
      readSome(STATES),
    )
    .option(
      '--type <types>',
      'only of these types, separated by commas; rules stands for rules.created, too (default: all)',
      (text) => readText(text).split(','),
    )
    .option(
      '--after <id>',
      'those after the event with this id, the oldest first; 0: from the oldest one that is kept (default: the newest)',
      readId,
    )
    .option('--limit <number>', 'most events to show before it ends, or follows', readCount, SHOWN)
    .option('--json', 'print JSON: a list; with --follow an object on each line');
  withServerOptions(command).action((options: ServerOptions & EventsOptions) =>
    reportingServerErrors(context, () => {
      const client = serverClient(options, context);
      return options.follow ? follow(client, options, context) : showPage(client, options, context);
    }),
  );
  explainStatuses(command, {
    0: 'the events are shown; with --follow: it was interrupted',
    1: 'they could not be read, or the server does not let you follow any more',
  });
};

function readId(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be the id of an event, or 0.');
  return Number(text);
}

const readNodes = (text: string): string[] => text.split(',').map((part) => readName(part.trim()));

const selectionOf = (
  { node, state, type }: EventsOptions,
  { signal }: CliContext,
): Pick<EventPageOptions, 'nodes' | 'states' | 'types'> & { readonly signal: AbortSignal } => ({
  ...(node && { nodes: node }),
  ...(state && { states: state }),
  ...(type && { types: type }),
  signal,
});

async function showPage(client: InspectorClient, options: EventsOptions, context: CliContext): Promise<void> {
  const { after, limit, json } = options;
  const page = await client.events.list({ ...selectionOf(options, context), after, limit });
  if (page.reset !== null) context.warn(resetLine(page.reset));
  if (json) context.print(JSON.stringify(page.events, null, 2));
  else for (const event of page.events) context.print(eventLine(event));
}

/** Shows the newest events, or those after an id, and goes on until the signal of the context. */
async function follow(client: InspectorClient, options: EventsOptions, context: CliContext): Promise<void> {
  const { limit, json } = options;
  const selection = selectionOf(options, context);
  const show = (event: InspectorEvent | EventReset): void => {
    if (json) context.print(JSON.stringify(event));
    else if ('reset' in event) context.warn(resetLine(event.reset));
    else context.print(eventLine(event));
  };
  let { after } = options;
  if (after === undefined) {
    const page = await client.events.list({ ...selection, limit });
    page.events.forEach(show);
    after = page.last;
  }
  const onInterruption = ({ message }: Error): void =>
    context.warn(`${message} Trying to go on where it was.`);
  for await (const event of client.events.watch({ ...selection, after, onInterruption })) show(event);
}
