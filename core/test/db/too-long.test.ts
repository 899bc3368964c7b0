import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { failureKind } from '../../src/db/retry.js';
import { assertShort } from '../../src/db/server-connection.js';

describe('texts for a server that takes so many bytes', () => {
  const refused = (parameters: (string | number)[], longest: number): unknown => {
    try {
      assertShort(parameters, longest);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('pass up to that many, whatever characters they have', () => {
    for (const text of ['x'.repeat(300), '€'.repeat(100), 'x'])
      expect(refused([1, text], 300)).to.equal(undefined);
  });

  it('are refused beyond, together too, and are not tried again', () => {
    for (const parameters of [['x'.repeat(301)], ['€'.repeat(101)], ['x'.repeat(200), 'y'.repeat(101)]]) {
      const error = refused(parameters, 300);
      expect(InspectorError.is(error) && error.code).to.equal('INSP_DB_TOO_LONG');
      expect((error as Error).message).to.include('max_allowed_packet');
      expect(failureKind(error)).to.equal('final');
    }
  });
});
