import { expect } from 'chai';
import { InspectorError } from '../../src/errors/inspector-error.js';

describe('InspectorError', () => {
  it('takes its status from the error table', () => {
    expect(new InspectorError('INSP_NODE_LOCKED', 'locked').status).to.equal(409);
  });

  it('keeps a status given on its own', () => {
    expect(new InspectorError('INSP_NODE_LOCKED', 'locked', { status: 503 }).status).to.equal(503);
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
