import { InvalidArgumentError } from 'commander';
import { WrongCondition } from '../../machines/wrong-condition.js';

/** Reads the value of an option; what is wrong with a condition is a mistake on the command line. */
export function mistaken<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongCondition ? new InvalidArgumentError(error.message) : error;
  }
}
