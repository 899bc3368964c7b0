interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly message?: unknown;
}

/** Whether a statement failed because a row with this key is there. */
export function isDuplicate(error: unknown): boolean {
  const { code, errno, message } = (error ?? {}) as DriverError;
  return (
    errno === 1062 ||
    code === '23505' ||
    (code === 'SQLITE_CONSTRAINT' && typeof message === 'string' && message.includes('UNIQUE'))
  );
}

/** Whether a statement failed because the row it belongs to is not there. */
export function isOrphan(error: unknown): boolean {
  const { code, errno } = (error ?? {}) as DriverError;
  return errno === 1452 || code === '23503';
}
