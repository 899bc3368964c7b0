import { expect } from 'chai';
import { createSerial } from '../../src/pxe-filter/serial.js';

/** A job that counts its runs and ends when told to. */
function heldJob() {
  const ends: (() => void)[] = [];
  return {
    ends,
    job: () =>
      new Promise<void>((resolve) => {
        ends.push(resolve);
      }),
  };
}

/** Lets everything that is ready happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('merging of requests', () => {
  it('gives all requests made during a run exactly one later run', async () => {
    const { ends, job } = heldJob();
    const serial = createSerial(job);
    const first = serial.request();
    await settle();
    const later = Array.from({ length: 200 }, () => serial.request());
    await settle();
    expect(ends).to.have.length(1);
    ends[0]!();
    await first;
    await settle();
    expect(ends).to.have.length(2);
    ends[1]!();
    await Promise.all(later);
    await settle();
    expect(ends).to.have.length(2);
  });

  it('does not let a request finish with a run that began before it', async () => {
    const { ends, job } = heldJob();
    const serial = createSerial(job);
    const first = serial.request();
    await settle();
    let answered = false;
    const second = serial.request().then(() => (answered = true));
    ends[0]!();
    await first;
    await settle();
    expect(answered).to.equal(false);
    ends[1]!();
    await second;
    expect(answered).to.equal(true);
  });

  it('says while a run is on whether another was asked for', async () => {
    const { ends, job } = heldJob();
    const serial = createSerial(job);
    const first = serial.request();
    await settle();
    expect(serial.requested).to.equal(false);
    const second = serial.request();
    expect(serial.requested).to.equal(true);
    ends[0]!();
    await first;
    await settle();
    ends[1]!();
    await second;
    expect(serial.requested).to.equal(false);
  });

  it('goes on after a failure and gives it only to those who asked for that run', async () => {
    let runs = 0;
    const serial = createSerial(async () => {
      runs += 1;
      if (runs === 1) throw new Error('disk full');
    });
    const [first] = await Promise.allSettled([serial.request()]);
    expect(first).to.include({ status: 'rejected' });
    await serial.request();
    expect(runs).to.equal(2);
  });

  it('never runs two jobs at the same time', async () => {
    const order: string[] = [];
    const step = (name: string) => async () => {
      order.push(`${name} begins`);
      await settle();
      order.push(`${name} ends`);
    };
    const serial = createSerial(step('sync'));
    await Promise.all([serial.run(step('init')), serial.request(), serial.run(step('release'))]);
    expect(order).to.deep.equal([
      'init begins',
      'init ends',
      'sync begins',
      'sync ends',
      'release begins',
      'release ends',
    ]);
  });
});
