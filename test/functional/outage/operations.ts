import { expect } from 'chai';
import { eventually, type Answer, type Status } from '../harness.js';
import { pass, quick } from './quick-time.js';
import { runRamdisk } from './ramdisk.js';
import { isOver, NAMED, type Scene } from './scene.js';

/** A service that fails whoever needs it in a certain step. */
export interface Outage {
  /** Resolves when the first one has met it. */
  readonly met: Promise<unknown>;
  /** The service works again. Nothing happens where it does already. */
  end(): Promise<void> | void;
}

/** What is tried with a machine during an outage. */
export interface Trial {
  readonly scene: Scene;
  /** Has the service fail for a node from now on. */
  readonly begin: (uuid: string) => Promise<Outage> | Outage;
  /** How long the outage lasts once somebody has met it. */
  readonly seconds: number;
}

/** What is done with a node: each expects that its introspection ends well, or in an error that names the service. */
export const OPERATIONS = { start, continue: post, reapply, abort };
export type Operation = keyof typeof OPERATIONS;

/** What became of a request, and of the introspection that it was about. */
interface Outcome {
  readonly asked: Answer;
  /** undefined: there is none. */
  readonly status: Status | undefined;
}

/** Does something during an outage, which ends after its time, or when all is done and nobody has met it. */
async function during<T>({ begin, seconds }: Trial, uuid: string, work: () => Promise<T>): Promise<T> {
  const outage = await begin(uuid);
  let isMet = false;
  const ended = outage.met.then(async () => {
    isMet = true;
    await pass(quick(seconds));
    await outage.end();
  });
  const result = await work();
  await (isMet ? ended : outage.end());
  return result;
}

/** Asks for something, and waits for the end of it. A request that is refused has to name the service. */
function askDuring(
  trial: Trial,
  uuid: string,
  ask: () => Promise<Answer>,
  isOver: (status: Status) => boolean,
): Promise<Outcome> {
  return during(trial, uuid, async () => {
    const asked = await ask();
    if (asked.status !== 202) {
      expect(asked.status, JSON.stringify(asked.body)).to.be.at.least(500);
      expectNamed(asked.body);
    }
    return { asked, status: await trial.scene.untilIfAny(uuid, isOver) };
  });
}

/**
 * Asks until it is accepted. Who wrote the end of an introspection and got no answer has the node until it has asked what became of
 * it; 409 says so.
 */
async function accepted(ask: () => Promise<Answer>): Promise<void> {
  const { status } = await eventually(ask, (answer) => answer.status !== 409, 'the answer');
  expect(status).to.equal(202);
}

const expectNamed = (text: unknown): void => {
  expect(JSON.stringify(text)).to.match(NAMED);
};

async function start(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { uuid, posted } = scene.machine();
  const ask = (): Promise<Answer> => scene.bench.start(uuid);
  // A start whose answer the service could not give may have been written all the same.
  const { asked, status } = await askDuring(trial, uuid, ask, ({ state }) => state !== 'starting');
  if (asked.status === 202) expect(status?.state).to.be.oneOf(['waiting', 'error']);
  if (status?.state === 'error') expectNamed(status.error);
  if (status?.state !== 'waiting') await scene.waiting(uuid);
  const { answers } = await runRamdisk(scene.bench.url, posted);
  expect(answers.at(-1), answers.join(' ')).to.equal(200);
  await scene.endsWell(uuid);
}

async function post(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { uuid, posted } = scene.machine();
  await scene.waiting(uuid);
  const { answers } = await during(trial, uuid, () => runRamdisk(scene.bench.url, posted));
  expect(answers.at(-1), answers.join(' ')).to.equal(200);
  await scene.endsWell(uuid);
}

async function reapply(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { uuid, posted } = scene.machine();
  const ask = (): Promise<Answer> =>
    scene.bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
  await scene.waiting(uuid);
  await scene.bench.post(posted);
  await scene.endsWell(uuid);
  const { status } = await askDuring(trial, uuid, ask, isOver);
  if (status?.state === 'error') expectNamed(status.error);
  else expect(status?.state).to.equal('finished');
  await accepted(ask);
  expect(await scene.over(uuid)).to.include({ state: 'finished', error: null });
}

async function abort(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { uuid, posted } = scene.machine();
  const ask = (): Promise<Answer> => scene.bench.request('POST', `/v1/introspection/${uuid}/abort`);
  await scene.waiting(uuid);
  const { asked } = await askDuring(trial, uuid, ask, ({ state }) => state !== 'aborting');
  if (asked.status !== 202) await accepted(ask);
  const { state, error } = await scene.over(uuid);
  expect(state).to.equal('error');
  if (error === 'Canceled by operator') expect(scene.ironic.node(uuid)?.power_state).to.equal('power off');
  else {
    expect(error).to.match(/^Canceled by operator, but the machine could not be powered off/);
    expectNamed(error);
  }
  await scene.oneLineOf(uuid, 'introspection failed');
  await scene.waiting(uuid);
  await runRamdisk(scene.bench.url, posted);
  await scene.endsWell(uuid);
}
