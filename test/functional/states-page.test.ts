import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './harness.js';

type Table = Record<string, Record<string, string>>;

describe('the page of states', () => {
  let statesPage: (transitions: Table) => string;
  let transitions: Table;
  before(async () => {
    const load = (path: string): Promise<Record<string, unknown>> =>
      import(pathToFileURL(join(ROOT, path)).href) as Promise<Record<string, unknown>>;
    statesPage = (await load('scripts/docs/states-page.mjs'))['statesPage'] as typeof statesPage;
    const machine = await load('core/dist/introspection/state-machine.js');
    transitions = machine['TRANSITIONS'] as Table;
  });

  it('draws an arrow for every transition, with the event on it', async () => {
    const page = await readFile(join(ROOT, 'docs/reference/states.md'), 'utf8');
    const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+): (.*)$/gm)].flatMap(([, from, to, events = '']) =>
      events.split(', ').map((event) => `${from} ${event} ${to}`),
    );
    const meant = Object.entries(transitions).flatMap(([from, next]) =>
      Object.entries(next).map(([event, to]) => `${from} ${event} ${to}`),
    );
    expect(drawn.sort()).to.deep.equal(meant.sort());
  });

  it('changes with a new transition, so that the check of the pages fails', () => {
    const more = { ...transitions, finished: { ...transitions['finished'], abort: 'aborting' } };
    expect(statesPage(transitions)).to.not.include('finished --> aborting');
    expect(statesPage(more)).to.include('finished --> aborting: abort');
  });

  it('asks for a description of a new state', () => {
    expect(() => statesPage({ ...transitions, paused: { start: 'starting' } })).to.throw(
      'The state "paused" has no description',
    );
  });

  it('asks to remove the description of a state that is gone', () => {
    const { aborting: _, ...fewer } = transitions;
    expect(() => statesPage(fewer)).to.throw('There is no state "aborting"');
  });
});
