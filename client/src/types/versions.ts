/** A link in an answer. */
export interface Link {
  readonly rel: 'self';
  readonly href: string;
}

/** A version of the API. */
export interface ApiVersion {
  readonly id: string;
  readonly status: 'CURRENT';
  readonly links: readonly Link[];
}

/** A first part of a path below `/v1`. */
export interface Resource {
  readonly name: string;
  readonly links: readonly Link[];
}
