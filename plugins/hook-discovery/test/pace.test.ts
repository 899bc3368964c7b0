import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { Pace } from '../src/pace.js';
import { discovery, machine } from './machine.js';

const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return InspectorError.is(error) ? error.code : undefined;
};

describe('how many machines are enrolled', () => {
  it('is limited within any minute', () => {
    let time = 0;
    const pace = new Pace(2, () => time);
    const taken = [0, 30, 59, 61, 89, 91].map((second) => {
      time = second * 1000;
      if (!pace.free) return 'refused';
      pace.note();
      return 'taken';
    });
    expect(taken).to.deep.equal(['taken', 'taken', 'refused', 'taken', 'refused', 'taken']);
  });

  it('is not limited where the option is 0', () => {
    const pace = new Pace(0);
    for (let count = 0; count < 1000; count++) pace.note();
    expect(pace.free).to.equal(true);
  });

  it('sends the others away with a status they repeat, without asking about them', async () => {
    let asked = 0;
    const { post, created, log } = await discovery({ nodesPerMinute: 3 }, {}, {}, ({ findPorts }) => ({
      findPorts: (mac) => {
        asked += 1;
        return findPorts(mac);
      },
    }));
    for (let number = 1; number <= 3; number++) await post(machine(number));
    asked = 0;
    for (let number = 4; number <= 9; number++) {
      expect(await codeOf(post(machine(number)))).to.equal('INSP_ENROLL_LIMIT');
    }
    expect(created).to.have.length(3);
    expect(asked).to.equal(0);
    const said = log.messages('warn').filter((text) => text.includes('nodesPerMinute'));
    expect(said, 'once, not for each of them').to.have.length(1);
  });

  it('holds for machines that arrive together, too', async () => {
    const { post, created } = await discovery({ nodesPerMinute: 3 });
    await Promise.allSettled(Array.from({ length: 20 }, (_, number) => post(machine(number + 1))));
    expect(created).to.have.length(3);
  });
});
