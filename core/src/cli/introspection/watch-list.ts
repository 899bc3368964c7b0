import type { InspectorClient, Introspection, IntrospectionState } from '@inspector/client';
import type { CliContext } from '../context.js';
import { Board, type Row } from '../live/board.js';
import { liveBoard } from '../live/live-board.js';
import { isScreen } from '../live/screen.js';
import { changes, newestEvent } from './follow/changes.js';
import { isOver, standingOf, type Standing } from './follow/standing.js';
import { statusTable } from './status-table.js';
import { TimeLimit } from './time-limit.js';

/** What is watched. */
export interface WatchedList {
  /** Only introspections in these states; undefined: those that go on. */
  readonly states: readonly IntrospectionState[] | undefined;
  /** Nodes to show at most. */
  readonly limit: number;
}

/** Milliseconds between two looks where the server does not tell of events. */
const INTERVAL = 2000;

/** Shows all introspections and how they go on, until it is interrupted. */
export async function watchList(
  { states, limit }: WatchedList,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  const { signal } = context;
  const isChosen = ({ standing }: Row): boolean => {
    if (standing === undefined) return false;
    return states === undefined ? !isOver(standing) : (states as readonly string[]).includes(standing.state);
  };
  const after = await newestEvent(client, signal);
  const all = async (): Promise<Introspection[]> => {
    const found: Introspection[] = [];
    for await (const introspection of client.listAll({ signal })) found.push(introspection);
    return found;
  };
  const board = new Board();
  const time = new TimeLimit(client, signal);
  const take = (standing: Standing): Row | undefined => {
    if (standing.state === 'deleted') board.remove(standing.uuid);
    else if (!isOver(standing)) time.learn(standing.uuid);
    return standing.state === 'deleted' ? { label: standing.uuid, standing } : board.take(standing);
  };
  const found = await all();
  for (const introspection of found) take(standingOf(introspection));
  if (!isScreen(context)) {
    const chosen = found.filter((one) => isChosen({ label: one.uuid, standing: standingOf(one) }));
    for (const line of statusTable(chosen.slice(0, limit).map((introspection) => ({ introspection })))) {
      context.print(line);
    }
  }
  const shown = (): Row[] => board.rows().filter(isChosen).slice(0, limit);
  const live = liveBoard({ board, shown, limit: () => time.seconds }, context);
  try {
    const look = async (): Promise<Standing[]> => {
      const now = (await all()).map(standingOf);
      const there = new Set(now.map(({ uuid }) => uuid));
      const gone = board.rows().flatMap(({ standing }) => standing ?? []);
      return [...now, ...gone.filter(({ uuid }) => !there.has(uuid)).map(deleted)];
    };
    const source = { client, after, look, interval: INTERVAL, signal, onTrouble: live.tell };
    for await (const standing of changes(source)) {
      const row = take(standing);
      if (row !== undefined && (states === undefined || isChosen(row))) live.changed(row);
    }
  } finally {
    live.end();
  }
}

const deleted = (standing: Standing): Standing => ({ ...standing, state: 'deleted', error: null });
