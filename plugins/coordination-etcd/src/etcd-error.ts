/** Codes of gRPC that mean something here: https://grpc.io/docs/guides/status-codes/. */
export const GRPC = { NOT_FOUND: 5, PERMISSION_DENIED: 7, UNAVAILABLE: 14, UNAUTHENTICATED: 16 } as const;

/** etcd took a request and refused it. */
export class EtcdRefusal extends Error {
  /** @param code - of gRPC */
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'EtcdRefusal';
  }
}

/** An etcd member did not take a request, or did not say whether it did; another member may. */
export class NoEtcdAnswer extends Error {
  /** @param isBusy - whether an etcd is there that may answer soon: it was silent, or has no leader at the moment */
  constructor(
    message: string,
    cause?: unknown,
    readonly isBusy = false,
  ) {
    super(message, { cause });
    this.name = 'NoEtcdAnswer';
  }
}

/** What a body that is an error says; undefined: it is none. */
export function readFailure(status: number, text: string): EtcdRefusal | NoEtcdAnswer | undefined {
  let body: FailureBody | undefined;
  try {
    body = JSON.parse(text) as FailureBody;
  } catch {
    return new NoEtcdAnswer(`status ${status} and no JSON: is it an etcd?`);
  }
  const { error } = body;
  if (status === 200 && error === undefined) return undefined;
  const inner: Failure =
    typeof error === 'object' ? error : { code: body.code ?? 0, message: body.message ?? error ?? '' };
  const code = inner.code ?? inner.grpc_code ?? 0;
  const message = inner.message || `status ${status}`;
  // A member without a leader, one that is too slow, and one that stops.
  const other = status >= 500 || code === GRPC.UNAVAILABLE;
  return other ? new NoEtcdAnswer(message, undefined, true) : new EtcdRefusal(code, message);
}

interface Failure {
  readonly code?: number;
  readonly grpc_code?: number;
  readonly message?: string;
}

interface FailureBody extends Failure {
  readonly error?: string | Failure;
}
