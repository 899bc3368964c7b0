import type { WantedFilterState } from '@inspector/plugin-api';

/** A state of the world that DHCP has to follow. */
export interface Step {
  readonly title: string;
  readonly state: WantedFilterState;
}

/** MAC of a made-up machine: locally administered, lower case. */
export function machineMac(number: number): string {
  const digits = number.toString(16).padStart(6, '0');
  return `06:00:5e:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`;
}

/** A wanted state as core computes it: unknown machines are welcome while anything is on introspection. */
export function wantedState({
  allowed = [],
  denied = [],
  discovery = false,
  denyUnknownMacs = false,
}: {
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
  readonly discovery?: boolean;
  readonly denyUnknownMacs?: boolean;
}): WantedFilterState {
  const active = allowed.length > 0 || discovery;
  return {
    allowed: new Set(allowed),
    denied: new Set(denied),
    unknown: active && !denyUnknownMacs ? 'allow' : 'deny',
    active,
    denyUnknownMacs,
  };
}

const [A, B, C] = [machineMac(1), machineMac(2), machineMac(3)];

/** The states between which drivers are driven, each to each. */
export const STEPS: readonly [Step, ...Step[]] = [
  { title: 'A on introspection, B and C idle', state: wantedState({ allowed: [A], denied: [B, C] }) },
  { title: 'B on introspection, A and C idle', state: wantedState({ allowed: [B], denied: [A, C] }) },
  { title: 'all on introspection', state: wantedState({ allowed: [A, B, C] }) },
  { title: 'all idle', state: wantedState({ denied: [A, B, C] }) },
  { title: 'B gone, A on introspection', state: wantedState({ allowed: [A], denied: [C] }) },
  { title: 'nothing enrolled', state: wantedState({}) },
  { title: 'discovery, A and C idle', state: wantedState({ denied: [A, C], discovery: true }) },
  {
    title: 'allow list: A on introspection, C idle',
    state: wantedState({ allowed: [A], denied: [C], denyUnknownMacs: true }),
  },
  { title: 'allow list: all idle', state: wantedState({ denied: [A, B, C], denyUnknownMacs: true }) },
];

/** Whether DHCP should give a machine (MAC in lower case) a lease. */
export function isServed({ allowed, denied, unknown }: WantedFilterState, mac: string): boolean {
  return allowed.has(mac) || (unknown === 'allow' && !denied.has(mac));
}

/** A machine that gets no lease in either of two states. */
export function deniedThroughout(from: Step, to: Step): string | undefined {
  return [C, B, A].find((mac) => !isServed(from.state, mac) && !isServed(to.state, mac));
}
