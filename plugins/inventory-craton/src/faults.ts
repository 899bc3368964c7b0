import { InspectorError } from '@inspector/plugin-api';

/** Craton does not answer, or not in a way to go by. Trying again later may help. */
export const unavailable = (message: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_INVENTORY_UNAVAILABLE', message, { cause });

/** What is stored is no inventory that anybody has written whole. */
export const corrupt = (message: string): InspectorError =>
  new InspectorError('INSP_INVENTORY_CORRUPT', message);

/** The backend was closed. */
export const closed = (): InspectorError =>
  unavailable('The inventory backend "craton" was closed. Open it again.');
