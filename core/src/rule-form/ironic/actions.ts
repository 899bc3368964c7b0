import { argumentsOf, type Arguments, type Signature } from './arguments.js';
import { NoCounterpart, own, type Members } from './form.js';
import { loopItems, withItem } from './loop.js';
import { convertValue, literal } from './templates.js';

/** Takes arguments of Ironic to parameters here. */
type Conversion = (args: Arguments) => Members;

interface Action {
  readonly signature: Signature;
  readonly convert: Conversion;
}

const nodeField = { required: ['path', 'value'] };
const portField = { required: ['port_id', 'path', 'value'] };
const named: Action = { signature: { required: ['name'] }, convert: (args) => ({ name: args.get('name') }) };

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['fail', { signature: { required: ['msg'] }, convert: (args) => ({ message: args.get('msg') }) }],
  [
    'log',
    {
      signature: { required: ['msg'], optional: ['level'] },
      convert: (args) => ({ message: convertValue(args.get('msg')), ...present(args, 'level') }),
    },
  ],
  ['set-attribute', { signature: nodeField, convert: (args) => ({ ...path(args), ...value(args) }) }],
  [
    'extend-attribute',
    {
      signature: { ...nodeField, optional: ['unique'] },
      convert: (args) => ({ ...path(args), ...value(args), ...present(args, 'unique') }),
    },
  ],
  ['del-attribute', { signature: { required: ['path'] }, convert: path }],
  [
    'set-capability',
    {
      signature: { required: ['name', 'value'] },
      convert: (args) => ({ name: args.get('name'), ...value(args) }),
    },
  ],
  ['unset-capability', named],
  ['add-trait', named],
  ['remove-trait', named],
  ['set-port-attribute', { signature: portField, convert: (args) => ({ ...port(args), ...value(args) }) }],
  [
    'extend-port-attribute',
    {
      signature: { ...portField, optional: ['unique'] },
      convert: (args) => ({ ...port(args), ...value(args), ...present(args, 'unique') }),
    },
  ],
  ['del-port-attribute', { signature: { required: ['port_id', 'path'] }, convert: port }],
]);

/**
 * An action of Ironic's form in the form of this service; one with a loop becomes one for each item.
 *
 * @throws NoCounterpart where it has none
 */
export function convertAction(action: Members): Members[] {
  const op = String(own(action, 'op')).trim();
  const known = ACTIONS.get(op);
  if (known === undefined) {
    throw new NoCounterpart(
      `its action "${op}" has no counterpart here; there are ${[...ACTIONS.keys()].join(', ')}`,
    );
  }
  const args = argumentsOf(action, op, known.signature);
  const items = loopItems(action);
  const rounds = items === undefined ? [args] : items.map((item) => withItem(args, item));
  return rounds.map((round) => ({ action: op, ...known.convert(round) }));
}

const value = (args: Arguments): Members => ({ value: convertValue(args.get('value')) });

function present(args: Arguments, name: string): Members {
  return args.has(name) ? { [name]: args.get(name) } : {};
}

/** Ironic takes `extra/tags` and `extra.tags`; a JSON pointer has slashes, and its own way to write `~`. */
function path(args: Arguments): Members {
  const written = args.get('path');
  if (typeof written !== 'string') throw new NoCounterpart('the path of an action is no text');
  const parts = written.includes('/') ? written.replaceAll(/^\/+|\/+$/g, '').split('/') : written.split('.');
  return { path: parts.map((part) => `/${part.replaceAll('~', '~0')}`).join('') };
}

/** The port is not filled in by Ironic, and is here: its braces mean themselves. */
function port(args: Arguments): Members {
  return { port_id: convertValue(args.get('port_id'), literal), ...path(args) };
}
