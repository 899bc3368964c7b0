import { expect } from 'chai';
import { InspectorError } from '../../src/index.js';
import { checkAll } from '../../src/errors/check-all.js';

const fault = (text: string) => (): never => {
  throw new InspectorError('INSP_CONFIG_INVALID', text);
};
const thrown = (...checks: (() => unknown)[]): unknown => {
  try {
    checkAll(...checks);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('several checks of options', () => {
  it('find nothing where nothing is wrong', () => {
    expect(thrown()).to.equal(undefined);
    expect(
      thrown(
        () => 1,
        () => undefined,
      ),
    ).to.equal(undefined);
  });

  it('are one error with what each of them finds, once', () => {
    const error = thrown(
      fault('a: is missing.'),
      () => 1,
      fault('b: is no URL'),
      fault('a: is missing.'),
    ) as InspectorError;
    expect(error).to.include({ code: 'INSP_CONFIG_INVALID', message: 'a: is missing. b: is no URL.' });
  });

  it('leave a single fault as it is', () => {
    expect(thrown(fault('b: is no URL'))).to.include({ message: 'b: is no URL' });
  });

  it('do not hide a mistake in a check', () => {
    const bug = thrown(fault('a: is missing.'), () => {
      throw new TypeError('a bug');
    });
    expect(bug).to.be.instanceOf(TypeError);
  });
});
