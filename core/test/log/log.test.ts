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
