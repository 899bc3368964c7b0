import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { classNameOf, errorFromPlain, errorToPlain, type PlainError } from '../../src/errors/plain-error.js';

class BrokenDisk extends Error {}

/** What is left of an error in another process. */
const sent = (error: unknown): Error =>
  errorFromPlain(JSON.parse(JSON.stringify(errorToPlain(error))) as PlainError);

describe('an error that is sent to another process', () => {
  it('keeps code, text and the status it was given', () => {
    const error = sent(new InspectorError('INSP_INVALID_EVENT', 'not now', { status: 409 }));
    expect(InspectorError.is(error)).to.equal(true);
    expect(error).to.include({ code: 'INSP_INVALID_EVENT', status: 409, message: 'not now' });
  });

  it('keeps a status that is no status of a failure, for the API to judge', () => {
    expect(sent(new InspectorError('INSP_HOOK_FAILED', 'well', { status: 200 }))).to.include({ status: 200 });
  });

  it('keeps a code that only its plugin knows', () => {
    const given = { code: 'ACME_RACK_FULL', status: 422 };
    const foreign = Object.assign(new Error('rack 7 is full'), given);
    Object.defineProperty(foreign, Symbol.for('inspector.error'), { value: true });
    expect(InspectorError.is(sent(foreign))).to.equal(true);
    expect(sent(foreign)).to.include({ ...given, message: 'rack 7 is full' });
  });

  it('gets status 500 when its plugin gave it a code and no status', () => {
    const foreign = Object.assign(new Error('odd'), { code: 'ACME_ODD' });
    Object.defineProperty(foreign, Symbol.for('inspector.error'), { value: true });
    expect(sent(foreign)).to.include({ code: 'ACME_ODD', status: 500 });
  });

  it('keeps class, text and stack when it has no code', () => {
    const original = new BrokenDisk('sector 7');
    const error = sent(original);
    expect(InspectorError.is(error)).to.equal(false);
    expect(classNameOf(error)).to.equal('BrokenDisk');
    expect(error).to.include({ message: 'sector 7', stack: original.stack });
  });

  for (const [thrown, className, message] of [
    ['a text', 'string', 'a text'],
    [undefined, 'undefined', 'undefined'],
    [7, 'number', '7'],
  ] as const) {
    it(`says what was thrown when that was no error: ${className}`, () => {
      expect(classNameOf(sent(thrown))).to.equal(className);
      expect(sent(thrown)).to.include({ message });
    });
  }

  it('keeps what caused it', () => {
    const cause = new InspectorError('INSP_DB_UNREACHABLE', 'no route', {
      cause: new BrokenDisk('sector 7'),
    });
    const error = sent(new InspectorError('INSP_UNEXPECTED', 'failed', { cause }));
    expect(error.cause).to.include({ code: 'INSP_DB_UNREACHABLE', message: 'no route' });
    expect(classNameOf((error.cause as Error).cause)).to.equal('BrokenDisk');
  });

  it('can be its own cause', () => {
    const error = new BrokenDisk('again');
    error.cause = error;
    expect(sent(error)).to.include({ message: 'again' });
  });

  it('stays the same however often it is sent on', () => {
    for (const error of [
      new InspectorError('INSP_NODE_LOCKED', 'busy'),
      new BrokenDisk('sector 7'),
      'a text',
    ]) {
      expect(errorToPlain(sent(sent(error)))).to.deep.equal(errorToPlain(sent(error)));
    }
  });
});
