import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { failureReason } from '../../src/conductor/failure-reason.js';

describe('what failed an introspection', () => {
  for (const [code, reason] of [
    ['INSP_INTROSPECTION_TIMEOUT', 'timeout'],
    ['INSP_SHUTTING_DOWN', 'stopped'],
    ['INSP_HOOK_FAILED', 'hook'],
    ['INSP_RULE_FAILED', 'rule'],
    ['INSP_BAREMETAL_UNREACHABLE', 'baremetal'],
    ['INSP_STORAGE_FAILED', 'storage'],
    ['INSP_DB_FULL', 'database'],
    ['INSP_DB_BUSY', 'database'],
    ['INSP_PXE_FILTER_FAILED', 'pxe-filter'],
    ['INSP_INVALID_PROVISION_STATE', undefined],
  ] as const) {
    it(`is ${reason ?? 'not known'} by ${code}`, () => {
      expect(failureReason(new InspectorError(code, ''))).to.equal(reason);
    });
  }

  it('is looked for in the causes', () => {
    const cause = new InspectorError('INSP_BAREMETAL_REJECTED', '');
    expect(failureReason(new InspectorError('INSP_INTROSPECTION_FAILED', '', { cause }))).to.equal(
      'baremetal',
    );
    expect(failureReason(new Error('plain'))).to.equal(undefined);
  });
});
