/** One comparison at the end of a policy check. */
export type Leaf =
  /** Always true. */
  | { readonly kind: 'allow' }
  /** Never true. */
  | { readonly kind: 'deny' }
  /** The caller has a role, whatever its case. */
  | { readonly kind: 'role'; readonly match: Template; readonly text: string }
  /** Another rule decides. */
  | { readonly kind: 'rule'; readonly rule: string; readonly text: string }
  /** A text about the caller equals another text; the members of a list are looked at one by one. */
  | {
      readonly kind: 'attribute';
      readonly path: readonly string[];
      readonly match: Template;
      readonly text: string;
    }
  /** A text written in the policy equals another text. */
  | { readonly kind: 'literal'; readonly value: string; readonly match: Template; readonly text: string }
  /** Another server says yes. */
  | { readonly kind: 'remote'; readonly url: Template; readonly server: RemoteServer; readonly text: string };

/** A server that a policy asks. */
export interface RemoteServer {
  /** As URLs have it: in lower case, IPv6 addresses in brackets. */
  readonly host: string;
  readonly port: number;
  /** The port where the URL names none. */
  readonly usual: number;
}

/** What a policy rule asks for. */
export type Check =
  | Leaf
  | { readonly kind: 'and'; readonly checks: readonly Check[] }
  | { readonly kind: 'or'; readonly checks: readonly Check[] }
  | { readonly kind: 'not'; readonly check: Check };

/** A text with places for values of the request: texts and names in turn, a text first and last. */
export interface Template {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

/** A check that cannot be understood, or cannot mean what its author thinks. The message ends in what to do. */
export class CheckFault extends Error {}

/** The leaves of a check in the order in which they are written. */
export function* leavesOf(check: Check): Generator<Leaf> {
  if (check.kind === 'not') yield* leavesOf(check.check);
  else if (check.kind === 'and' || check.kind === 'or')
    for (const part of check.checks) yield* leavesOf(part);
  else yield check;
}
