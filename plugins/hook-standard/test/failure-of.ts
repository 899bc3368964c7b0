import { InspectorError } from '@inspector/plugin-api';

/** Status and text of the expected failure a promise ends in; fails the test for any other end. */
export const failureOf = async (work: Promise<unknown>): Promise<[number, string]> => {
  try {
    await work;
  } catch (error) {
    if (InspectorError.is(error)) return [error.status, error.message];
    throw error;
  }
  throw new Error('a failure was expected');
};
