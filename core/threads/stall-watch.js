// Watches from a thread of its own that the process does not stand still, because code of a plugin can keep everything
// else from running: names what runs, and past the limit ends the process. Started by src/server/stall-watch.ts.
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { setTimeout as wait } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

/** Milliseconds between two looks. */
const LOOK = 250;
/** A longer pause between two looks means that the whole process was stopped, which is no stall. */
const LONGEST_LOOK = 2 * LOOK;
/** Milliseconds in which JavaScript code says where it is; native code says nothing. */
const ANSWER = 1000;
const STANDARD_ERROR = 2;

/** @type {{ beats: Int32Array, warning: number, limit: number, folders: readonly (readonly [string, string])[] }} */
const { beats, warning, limit, folders } = workerData;

/** One line in the form of the service's log. */
function log(level, fields, msg) {
  writeSync(STANDARD_ERROR, `${JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg })}\n`);
}

/** Where the main thread is, and in whose name. */
async function look() {
  const session = new Session();
  session.connectToMainThread();
  const files = new Map();
  session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
  const paused = new Promise((resolve) => session.once('Debugger.paused', ({ params }) => resolve(params)));
  session.post('Debugger.enable');
  session.post('Debugger.pause');
  try {
    const found = await Promise.race([paused, wait(ANSWER)]);
    if (found === undefined) return { where: 'native code, which does not say more' };
    const carried = await evaluate(session, found.callFrames[0]);
    session.post('Debugger.resume');
    return { ...place(found.callFrames, files), carried };
  } finally {
    session.post('Debugger.disable', () => session.disconnect());
  }
}

/** What the work that runs carries along (see WorkSlot): plugin, node, request. */
async function evaluate(session, frame) {
  const expression = `(() => {
    const { plugin, origin, ...slots } = globalThis[Symbol.for('inspector.work')]?.getStore() ?? {};
    return JSON.stringify({ plugin, ...slots['hook-run']?.fields, requestId: origin?.requestId });
  })()`;
  const answer = await new Promise((resolve) =>
    session.post(
      'Debugger.evaluateOnCallFrame',
      { callFrameId: frame.callFrameId, expression, returnByValue: true },
      (_error, given) => resolve(given),
    ),
  );
  return JSON.parse(answer?.result?.value ?? '{}');
}

/** The nearest place in a plugin, else the nearest of all. */
function place(frames, files) {
  const places = frames.map(({ functionName, location }) => ({
    file: (files.get(location.scriptId) ?? '').replace(/^file:\/\//, ''),
    line: location.lineNumber + 1,
    functionName,
  }));
  const inPlugin = places.find(({ file }) => folders.some(([folder]) => file.startsWith(`${folder}/`)));
  const { file, line, functionName } = inPlugin ?? places[0];
  const packageName = folders.find(([folder]) => file.startsWith(`${folder}/`))?.[1];
  return { where: `${file}:${line}${functionName ? ` (${functionName})` : ''}`, packageName };
}

/** Who is at work, in words, and as fields of a log line. */
function describe({ where, packageName, carried: { plugin, ...work } = {} }) {
  const owner = plugin?.packageName ?? packageName;
  const who = plugin
    ? `the plugin "${plugin.name}" of ${owner}`
    : owner
      ? `package ${owner}`
      : 'code of no plugin';
  return { text: `${who} is at ${where}`, fields: { plugin: plugin?.name, package: owner, ...work } };
}

let last = Atomics.load(beats, 0);
let stalled = 0;
let culprit;
let before = performance.now();
for (;;) {
  await wait(LOOK);
  const now = performance.now();
  const passed = Math.min(now - before, LONGEST_LOOK);
  before = now;
  const beat = Atomics.load(beats, 0);
  if (beat !== last) {
    const seconds = Math.round(stalled / 1000);
    if (culprit)
      log('warn', culprit.fields, `The process goes on after ${seconds} s: it was kept by ${culprit.text}`);
    last = beat;
    stalled = 0;
    culprit = undefined;
    continue;
  }
  stalled += passed;
  if (!culprit && stalled >= warning * 1000) {
    culprit = describe(await look());
    log('warn', culprit.fields, `Nothing else has run for ${warning} s: ${culprit.text}`);
    before = performance.now();
  }
  if (culprit && limit > 0 && stalled >= limit * 1000) {
    log(
      'fatal',
      culprit.fields,
      `Nothing else has run for ${limit} s, which is pluginHost.stallLimit: ${culprit.text}. The process ends, to be started again`,
    );
    process.kill(process.pid, 'SIGKILL');
  }
}
