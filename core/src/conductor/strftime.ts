const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const FIELDS: Readonly<Record<string, (time: Date) => string>> = {
  Y: (time) => pad(time.getUTCFullYear(), 4),
  y: (time) => pad(time.getUTCFullYear() % 100, 2),
  m: (time) => pad(time.getUTCMonth() + 1, 2),
  d: (time) => pad(time.getUTCDate(), 2),
  H: (time) => pad(time.getUTCHours(), 2),
  M: (time) => pad(time.getUTCMinutes(), 2),
  S: (time) => pad(time.getUTCSeconds(), 2),
  f: (time) => pad(time.getUTCMilliseconds() * 1000, 6),
  j: (time) => pad(1 + Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0, 1)) / 86_400_000), 3),
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  '%': () => '%',
};

/** UTC time by the numeric directives of strftime (`%Y %y %m %d %H %M %S %f %j %s %%`); others stay as written. */
export const formatTime = (time: Date, format: string): string =>
  format.replace(/%(.)/g, (directive, letter: string) =>
    Object.hasOwn(FIELDS, letter) ? (FIELDS[letter]?.(time) ?? directive) : directive,
  );
