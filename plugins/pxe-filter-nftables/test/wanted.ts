import type { WantedFilterState } from '@inspector/core';

/** Two enrolled machines and one nobody has enrolled. */
export const A = '52:54:00:aa:00:01';
export const B = '52:54:00:aa:00:02';
export const STRANGER = '52:54:00:aa:00:03';

/** Nothing is on introspection. */
export const IDLE: WantedFilterState = {
  allowed: new Set(),
  denied: new Set([A, B]),
  unknown: 'deny',
  active: false,
  denyUnknownMacs: false,
};
/** A is on introspection, unknown machines are welcome. */
export const OPEN_FOR_A: WantedFilterState = {
  allowed: new Set([A]),
  denied: new Set([B]),
  unknown: 'allow',
  active: true,
  denyUnknownMacs: false,
};
/** B is on introspection, unknown machines are welcome. */
export const OPEN_FOR_B: WantedFilterState = {
  ...OPEN_FOR_A,
  allowed: new Set([B]),
  denied: new Set([A]),
};
/** A is on introspection, unknown machines are not welcome. */
export const ONLY_A: WantedFilterState = { ...OPEN_FOR_A, unknown: 'deny', denyUnknownMacs: true };
/** B is on introspection, unknown machines are not welcome. */
export const ONLY_B: WantedFilterState = { ...OPEN_FOR_B, unknown: 'deny', denyUnknownMacs: true };

/** Whether a machine may get a lease. */
export function mayPass(wanted: WantedFilterState, mac: string): boolean {
  if (!wanted.active) return false;
  return wanted.allowed.has(mac) || (!wanted.denied.has(mac) && wanted.unknown === 'allow');
}
