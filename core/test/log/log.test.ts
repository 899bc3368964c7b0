import { expect } from 'chai';
import { createLog } from '../../src/log/log.js';

describe('the logger of the service', () => {
  const written = (fields: object, debug = false): string => {
    let text = '';
    createLog({ debug, destination: { write: (line) => void (text += line) } }).info(fields, 'said');
    return text;
  };

  for (const name of ['password', 'token', 'secret', 'ipmi_password', 'redfish_password', 'logs']) {
    it(`hides a field named ${name}, also one level below`, () => {
      const text = written({ [name]: 'hush', driver_info: { [name]: 'hush', ipmi_username: 'root' } });
      expect(text).to.not.include('hush');
      expect(text).to.include('root').and.include('said');
    });
  }

  const MEGABYTE = 'x'.repeat(1_000_000);
  const long: [string, object][] = [
    ['a text', { error: MEGABYTE }],
    ['a text in an object', { cpu: { model: MEGABYTE } }],
    ['many texts', { cards: Array.from({ length: 100_000 }, (_, index) => `eth${index}`) }],
    ['many members', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`eth${index}`, 1]))],
    ['a long name', { [MEGABYTE]: 1 }],
    ['an error', { err: new Error(MEGABYTE) }],
    ['something nested deeply', { deep: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown }],
  ];
  for (const [what, fields] of long) {
    it(`keeps lines short: ${what}`, () => {
      const line = written(fields);
      expect(line.length).to.be.below(20_000);
      expect(line).to.include('said').and.include('…');
      expect(JSON.parse(line)).to.be.an('object');
    });
  }

  it('keeps messages short, those without fields too', () => {
    const said: string[] = [];
    const log = createLog({ debug: false, destination: { write: (line: string) => void said.push(line) } });
    log.error(MEGABYTE);
    log.child({ plugin: 'x' }).error({ node: 'y' }, MEGABYTE);
    expect(said.map((line) => line.length < 10_000)).to.deep.equal([true, true]);
  });

  it('escapes what a terminal would obey, and changes no meaning', () => {
    const hostile = 'a\u009b31m\u001b[2J\u202eb\u2066\u200bc\u2028d\u007f\ufeffé€';
    const line = written({ name: hostile, [hostile]: 1 });
    expect(line.trimEnd()).to.match(/^[\x20-\x7eé€]+$/);
    expect(JSON.parse(line)).to.include({ name: hostile, [hostile]: 1 });
  });

  it('leaves out nothing of ordinary fields', () => {
    const fields = { disk: { name: '/dev/sda', size: 5 }, list: [1, 'two', null], err: new Error('broken') };
    const line = JSON.parse(written(fields)) as Record<string, unknown>;
    expect(line).to.deep.include({ disk: fields.disk, list: fields.list });
    expect(line['err']).to.include({ type: 'Error', message: 'broken' });
  });

  it('writes integers with every digit', () => {
    const text = written({ size: 2n ** 64n, disk: { size: 2n ** 64n } });
    expect(text).to.include('"size":18446744073709551616').and.include('{"size":18446744073709551616}');
  });

  it('writes debug messages only where they are wanted', () => {
    const said: string[] = [];
    const destination = { write: (line: string) => void said.push(line) };
    createLog({ debug: false, destination }).debug('quiet');
    createLog({ debug: true, destination }).debug('loud');
    expect(said).to.have.lengthOf(1);
    expect(said[0]).to.include('"level":"debug"').and.include('loud');
  });
});
