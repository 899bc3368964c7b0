import { expect } from 'chai';
import { type BareMetalNode, InspectorError } from '@inspector/plugin-api';
import { checkProvisionState, isInUse } from '../../src/node/provision-state.js';

const node = (state: string | undefined): BareMetalNode => ({
  uuid: 'node',
  ...(state === undefined ? {} : { provision_state: state }),
});
const refusal = (state: string | undefined, permitActive: boolean): string | undefined => {
  try {
    checkProvisionState(node(state), permitActive);
    return undefined;
  } catch (error) {
    return InspectorError.is(error) && error.code === 'INSP_INVALID_PROVISION_STATE'
      ? error.message
      : String(error);
  }
};

describe('the provision state', () => {
  for (const state of [
    'enroll',
    'manageable',
    'inspecting',
    'inspect wait',
    'inspect failed',
    'Manageable',
  ]) {
    it(`${state} allows introspection, and nobody uses the machine`, () => {
      expect([refusal(state, false), refusal(state, true)]).to.deep.equal([undefined, undefined]);
      expect(isInUse(node(state))).to.equal(false);
    });
  }

  for (const state of ['active', 'rescue', 'ACTIVE']) {
    it(`${state} allows it only where that is permitted, and somebody uses the machine`, () => {
      expect(refusal(state, true)).to.equal(undefined);
      expect(refusal(state, false)).to.match(/^Invalid provision state for introspection: /);
      expect(isInUse(node(state))).to.equal(true);
    });
  }

  it('is refused in words: what it is and what it may be', () => {
    const few = "['enroll', 'manageable', 'inspecting', 'inspect wait', 'inspect failed'";
    const text = 'Invalid provision state for introspection:';
    expect(refusal('available', false)).to.equal(`${text} "available", valid states are "${few}]"`);
    expect(refusal(undefined, true)).to.equal(
      `${text} "None", valid states are "${few}, 'active', 'rescue']"`,
    );
  });
});
