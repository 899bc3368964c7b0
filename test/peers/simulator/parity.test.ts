import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { describePeer } from '../peer.js';
import { IRONIC_PROGRAMS, startIronic, type Ironic } from '../servers/ironic.js';
import { SCENARIOS, type Step } from './scenarios.js';

/** Fields that tell about the conductor and how it is configured, which the fake does not have. */
const UNLIKE = /^(conductor|driver_internal_info|reservation|\w+_interface)$/;
/** Milliseconds a power change may take in the real service. */
const PATIENCE = 5000;

interface Reply {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

async function ask(url: string, { method, path, body, minor = 76 }: Step): Promise<Reply> {
  const response = await fetch(url + path, {
    method,
    headers: { 'X-OpenStack-Ironic-API-Version': `1.${minor}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = (await response.text())
    .replaceAll(url, '<url>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(\+00:00)?/g, '<time>');
  const parsed: unknown = text === '' ? null : JSON.parse(text, shared);
  return {
    status: response.status,
    location: response.headers.get('location')?.replaceAll(url, '<url>') ?? null,
    body: unwrapped(parsed),
  };
}

const shared = (name: string, value: unknown): unknown => (UNLIKE.test(name) ? undefined : value);

/** The error inside an error body, which is JSON text inside JSON. */
function unwrapped(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('error_message' in body)) return body;
  return typeof body.error_message === 'string' ? JSON.parse(body.error_message) : body.error_message;
}

/** Waits until the conductor is done with a power change, so that the next request finds the node unlocked. */
async function settled(url: string, { path }: Step): Promise<void> {
  const states = { method: 'GET', path: path.replace(/\/states\/power$/, '') };
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const { body } = (await ask(url, states)) as {
      body: { target_power_state: unknown; power_state: unknown };
    };
    const response = await fetch(`${url}${states.path}?fields=reservation`, {
      headers: { 'X-OpenStack-Ironic-API-Version': '1.76' },
    });
    const { reservation } = (await response.json()) as { reservation: string | null };
    if (body.target_power_state === null && body.power_state !== null && reservation === null) return;
    await delay(20);
  }
  throw new Error(`${url}${path}: the power change does not end`);
}

describePeer('fake Ironic beside the real one', IRONIC_PROGRAMS, function () {
  this.timeout(60_000);
  let real: Ironic;
  let fake: FakeIronic;
  before(async () => {
    real = await startIronic();
    fake = await startFakeIronic({ drivers: ['fake-hardware'] });
  });
  after(async () => {
    await fake?.close();
    await real?.stop();
  });

  for (const { title, steps } of SCENARIOS) {
    it(`answers alike: ${title}`, async () => {
      for (const step of steps) {
        const [wanted, given] = [await ask(real.url, step), await ask(fake.url, step)];
        expect(given, `${step.method} ${step.path} ${JSON.stringify(step.body) ?? ''}`).to.deep.equal(wanted);
        if (step.path.endsWith('/states/power') && wanted.status === 202) {
          await settled(real.url, step);
          await settled(fake.url, step);
        }
      }
    });
  }
});
