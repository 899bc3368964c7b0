import { NOTE, table } from './markdown.mjs';

/** A room of plain things that this many rooms import, or more, is not drawn: its arrows would hide all others. */
const COMMON = 6;

/**
 * Who may import whom in core: a picture of the rooms, and a table of all of them.
 *
 * @param rooms - room → the other rooms that it may import, as lint checks it
 */
export function roomsPage(rooms) {
  const names = Object.keys(rooms);
  const common = names.filter((name) => importersOf(name, rooms).length >= COMMON && isPlain(name, rooms));
  const shown = names.filter((name) => !common.includes(name));
  const arrows = shown.flatMap((room) =>
    rooms[room]
      .filter((other) => shown.includes(other) && !reachable(room, other, rooms))
      .map((other) => `  ${room} --> ${other}`),
  );
  return [
    '# Rooms',
    '',
    NOTE,
    '',
    'Every folder of `core/src` is a room. `npm run lint` checks who imports whom, also for imports of types alone. The rules and',
    'their reasons are in `.dependency-cruiser.mjs`.',
    '',
    '## Picture',
    '',
    'An arrow means "may import". A room may also import the rooms below the ones that it points to, if the table says so.',
    '',
    '```mermaid',
    'flowchart TD',
    ...shown.map((room) => `  ${room}`),
    ...arrows,
    '```',
    '',
    `These rooms are below most others and are not in the picture: ${common.map(code).join(', ')}.`,
    '',
    '## All rooms',
    '',
    ...table(
      ['Room', 'May import'],
      names.map((name) => [code(name), rooms[name].map(code).join(', ') || '–']),
    ),
    '',
  ].join('\n');
}

const code = (text) => `\`${text}\``;

const importersOf = (name, rooms) => Object.keys(rooms).filter((room) => rooms[room].includes(name));

/** Whether a room imports nothing, or nothing but rooms that import nothing. */
const isPlain = (name, rooms) => rooms[name].every((other) => rooms[other].length === 0);

/** Whether a room comes to another one by way of a third, so that the direct arrow says nothing new. */
function reachable(room, target, rooms) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return false;
    seen.add(name);
    return rooms[name].includes(target) || rooms[name].some(visit);
  };
  return rooms[room].filter((other) => other !== target).some(visit);
}
