import type { WantedFilterState } from '@inspector/core';

/** A state of the world that DHCP has to follow. */
export interface Step {
  readonly title: string;
  readonly state: WantedFilterState;
}

/** MAC of a made-up machine: locally administered, lower case. */
export function machine(number: number): string {
  const digits = number.toString(16).padStart(6, '0');
  return `06:00:5e:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`;
}

/** A wanted state as core computes it: unknown machines are welcome while anything is on introspection. */
export function wanted({
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

const [A, B, C] = [machine(1), machine(2), machine(3)];

/** The states between which drivers are driven, each to each. */
export const STEPS: readonly [Step, ...Step[]] = [
  { title: 'A on introspection, B and C idle', state: wanted({ allowed: [A], denied: [B, C] }) },
  { title: 'B on introspection, A and C idle', state: wanted({ allowed: [B], denied: [A, C] }) },
  { title: 'all on introspection', state: wanted({ allowed: [A, B, C] }) },
  { title: 'all idle', state: wanted({ denied: [A, B, C] }) },
  { title: 'B gone, A on introspection', state: wanted({ allowed: [A], denied: [C] }) },
  { title: 'nothing enrolled', state: wanted({}) },
  { title: 'discovery, A and C idle', state: wanted({ denied: [A, C], discovery: true }) },
  {
    title: 'allow list: A on introspection, C idle',
    state: wanted({ allowed: [A], denied: [C], denyUnknownMacs: true }),
  },
  { title: 'allow list: all idle', state: wanted({ denied: [A, B, C], denyUnknownMacs: true }) },
];

/** A machine that gets no lease in either of two states. */
export function deniedThroughout(from: Step, to: Step): string | undefined {
  const denies = ({ state }: Step, mac: string): boolean =>
    state.denied.has(mac) || (state.unknown === 'deny' && !state.allowed.has(mac));
  return [C, B, A].find((mac) => denies(from, mac) && denies(to, mac));
}
