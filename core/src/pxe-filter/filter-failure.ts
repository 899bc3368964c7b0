import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { PxeFilterStatus } from '../reports/pxe-filter-status.js';

/** What ironic-inspector says when a filter that is not initialised is to be synchronised; clients look for it. */
export const NOT_INITIALIZED =
  `my fsm encountered an exception: Can not transition from state 'uninitialized' on event 'sync' ` +
  `(no defined transition)`;

/** The error that says that a driver failed, in the form that clients know. */
export function filterFailure(
  driverName: string,
  state: PxeFilterStatus['state'],
  what: string,
  cause?: unknown,
): InspectorError {
  const reason = cause === undefined ? '' : `: ${thrownText(cause)}`;
  return new InspectorError(
    'INSP_PXE_FILTER_FAILED',
    `The PXE filter driver ${className(driverName)}, state=${state}: ${what}${reason}`,
    { cause },
  );
}

/** `dnsmasq` is shown as `DnsmasqFilter`, the way operators know it from logs and error fields. */
function className(driverName: string): string {
  const words = driverName.split(/[-_]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Filter`;
}
