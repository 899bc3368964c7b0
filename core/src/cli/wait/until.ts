import { InvalidArgumentError } from 'commander';
import { STATES, type IntrospectionState } from '@inspector/plugin-api';
import { readSome } from '../arguments.js';

/** What is waited for unless said otherwise: that an introspection is over, well or not. */
export const OVER: readonly IntrospectionState[] = ['finished', 'error'];

/**
 * Reads what is waited for, such as `state=finished,error`.
 *
 * @throws InvalidArgumentError
 */
export function readUntil(text: string): readonly IntrospectionState[] {
  const [, states] = /^\s*state\s*=(.*)$/s.exec(text) ?? [];
  if (states === undefined) throw new InvalidArgumentError('It must be like state=finished,error.');
  return readSome(STATES)(states);
}
