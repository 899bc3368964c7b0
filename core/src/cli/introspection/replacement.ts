import { InspectorError, thrownText } from '@inspector/plugin-api';
import { readInput, shown, type InputContext } from '../files.js';

/**
 * Reads the data to process instead of the stored ones. Empty data are refused here, because the server would process
 * the stored data then.
 *
 * @returns the text as it is: numbers that JavaScript cannot hold survive
 * @throws `INSP_FILE_FAILED` for a file that cannot be read, or holds anything but a JSON object with members
 */
export async function readReplacement(file: string, context: InputContext): Promise<string> {
  const text = await readInput(file, 'data', context);
  const fault = faultOf(text);
  if (fault === undefined) return text;
  throw new InspectorError('INSP_FILE_FAILED', `Cannot use ${shown(file)} as introspection data: ${fault}`);
}

function faultOf(text: string): string | undefined {
  if (text.trim() === '') return 'it is empty';
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'it is no JSON object';
    return Object.keys(data).length === 0 ? 'it has no members' : undefined;
  } catch (error) {
    return `it is no JSON: ${thrownText(error)}`;
  }
}
