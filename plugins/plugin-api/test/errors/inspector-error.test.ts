import { expect } from 'chai';
import { InspectorError } from '../../src/errors/inspector-error.js';

describe('InspectorError', () => {
  it('takes its status from the error table', () => {
    expect(new InspectorError('INSP_NODE_LOCKED', 'locked').status).to.equal(409);
  });

  it('keeps a status given on its own', () => {
    expect(new InspectorError('INSP_NODE_LOCKED', 'locked', { status: 503 }).status).to.equal(503);
  });

  it('takes codes that only their plugin knows for verdicts on the data', () => {
    const error = new InspectorError('ACME_NO_RACK', 'no rack is known', { cause: new Error('x') });
    expect(error).to.include({ code: 'ACME_NO_RACK', status: 400, message: 'no rack is known' });
    expect(new InspectorError('ACME_AWAY', 'away', { status: 503 }).status).to.equal(503);
    const misspelt = 'INSP_HOOK_FALED' as 'INSP_HOOK_FAILED';
    expect(new InspectorError(misspelt, 'kept')).to.include({ status: 500, message: 'kept' });
  });

  it('lets the compiler find a misspelt code of the table', () => {
    // @ts-expect-error: INSP_ codes are those of the table
    expect(new InspectorError('INSP_HOOK_FALED', 'x').code).to.equal('INSP_HOOK_FALED');
    // @ts-expect-error: a code is in capitals
    expect(new InspectorError('acme_no_rack', 'x').status).to.equal(400);
    expect(new InspectorError('ITALIA_NO_RACK', 'x').status).to.equal(400);
  });

  it('is recognised when it comes from another copy of the package', async () => {
    const copy = (await import(`../../src/errors/inspector-error.js?copy=${Date.now()}`)) as {
      InspectorError: typeof InspectorError;
    };
    const error = new copy.InspectorError('INSP_HOOK_FAILED', 'no disks');
    expect(error).not.to.be.instanceOf(InspectorError);
    expect(InspectorError.is(error)).to.equal(true);
  });

  it('does not take other errors for its own', () => {
    expect(InspectorError.is(new Error('x'))).to.equal(false);
    expect(InspectorError.is(null)).to.equal(false);
  });
});
