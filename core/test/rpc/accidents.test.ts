import type { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { openFaultyWire, type Accident, type FaultyWire } from '../../../test/wire/faulty-wire.js';
import { Site } from './site.js';

/** How introspection is asked for. */
const BOOT = { manageBoot: true };

describe('Calls to conductors when something happens on the way', () => {
  let site: Site;
  let wires: FaultyWire[];
  let done: string[];

  beforeEach(() => {
    site = new Site();
    wires = [];
    done = [];
  });
  afterEach(async () => {
    await Promise.all(wires.map((wire) => wire.close()));
    await site.close();
  });

  /** A conductor that notes under a name what it does. */
  const add = (name: string, options = {}) =>
    site.add(
      {
        introspect: () => {
          done.push(name);
          return Promise.resolve();
        },
        resolve: () => {
          done.push(name);
          return Promise.resolve('uuid');
        },
      },
      options,
    );

  /** A conductor behind a way on which an accident happens to the next request. */
  const addBehindWire = async (name: string, accident: Accident): Promise<void> => {
    const { server, address } = await add(name);
    site.members.pop();
    const wire = await openFaultyWire(server.port);
    void wire.next(accident);
    wires.push(wire);
    site.know(address.instance, wire.url, server);
  };

  it('go to another one when the first is dead', async () => {
    const dead = await add('dead');
    await dead.server.close(0);
    await add('alive');
    const conductor = site.caller();
    for (let call = 0; call < 10; call++) await conductor.introspect('1', BOOT);
    expect(new Set(done)).to.deep.equal(new Set(['alive']));
  });

  it('go to another one when the first is stopping', async () => {
    const stopping = await add('stopping');
    stopping.server.stopTaking();
    await add('alive');
    const conductor = site.caller();
    for (let call = 0; call < 10; call++) await conductor.introspect('1', BOOT);
    expect(new Set(done)).to.deep.equal(new Set(['alive']));
  });

  it('reach no other process that listens where one was', async () => {
    const { server } = await add('new process');
    site.members.pop();
    site.know('00000000-0000-4000-8000-000000000000', `http://127.0.0.1:${server.port}`, server);
    const error = await site
      .caller()
      .introspect('1', BOOT)
      .catch((thrown: unknown) => thrown as InspectorError);
    expect(error?.code).to.equal('INSP_NO_CONDUCTOR');
    expect(done).to.deep.equal([]);
  });

  it('are carried out once when the answer is lost', async () => {
    await addBehindWire('only', 'answer lost');
    await site.caller().introspect('1', BOOT);
    expect(done).to.deep.equal(['only']);
  });

  it('are carried out by another one when the request was lost', async () => {
    await addBehindWire('first', 'request lost');
    await add('second');
    // Equal conductors are asked in random order; a new caller knows of no accident.
    for (let call = 0; call < 8; call++) {
      for (const wire of wires) void wire.next('request lost');
      await site.caller().introspect('1', BOOT);
    }
    expect(done).to.deep.equal(Array<string>(8).fill('second'));
  });

  it('are asked again of another one when they only ask', async () => {
    await addBehindWire('first', 'answer lost');
    await add('second');
    expect(await site.caller().resolve('name')).to.equal('uuid');
  });

  it('say that the outcome is not known when a conductor dies at work', async () => {
    let begun = (): void => undefined;
    const atWork = new Promise<void>((resolve) => (begun = resolve));
    const dying = await site.add({
      introspect: () => {
        begun();
        return new Promise(() => undefined);
      },
    });
    const call = site
      .caller()
      .introspect('1', BOOT)
      .catch((thrown: unknown) => thrown as InspectorError);
    await atWork;
    dying.leave();
    const error = await call;
    expect([error?.code, error?.status]).to.deep.equal(['INSP_RPC_ANSWER_LOST', 503]);
    expect(error?.message).to.contain('host-1').and.contain('taken over');
  });

  it('that only ask go to another one when a conductor dies at work', async () => {
    let begun = (): void => undefined;
    const atWork = new Promise<void>((resolve) => (begun = resolve));
    const dying = await site.add({
      resolve: () => {
        begun();
        return new Promise(() => undefined);
      },
    });
    await add('alive');
    const calls = Promise.all(Array.from({ length: 8 }, () => site.caller().resolve('name')));
    await Promise.race([atWork, calls]);
    dying.leave();
    expect(await calls).to.deep.equal(Array<string>(8).fill('uuid'));
  });
});
