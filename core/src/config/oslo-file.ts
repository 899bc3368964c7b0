/** One setting of an oslo-style INI file. */
export interface OsloSetting {
  /** Group as written; settings before the first group belong to `DEFAULT`. */
  readonly group: string;
  /** Option with `_` for `-`. */
  readonly name: string;
  readonly value: string;
  /** Line it begins on, the first being 1. */
  readonly line: number;
}

/** What {@link parseOslo} makes of a file. */
export interface OsloFile {
  readonly settings: readonly OsloSetting[];
  /** How many lines begin a group. */
  readonly groups: number;
  /** Lines that are neither group, setting, comment nor continuation. */
  readonly unreadable: readonly { readonly line: number; readonly text: string }[];
}

const SETTING = /^([A-Za-z0-9_.-]+)\s*[=:]\s?(.*)$/;

/**
 * Reads the INI dialect of OpenStack services: `[group]`, `key = value` or `key: value`, `#` and `;` comment
 * lines, lines that begin with a blank continue the value before, one pair of quotes around a value is
 * dropped, keys may be repeated.
 */
export function parseOslo(text: string): OsloFile {
  const settings: OsloSetting[] = [];
  const unreadable: { line: number; text: string }[] = [];
  let group = 'DEFAULT';
  let groups = 0;
  let open: { group: string; name: string; lines: string[]; line: number } | undefined;
  const close = (): void => {
    if (open)
      settings.push({
        group: open.group,
        name: open.name,
        line: open.line,
        value: unquoted(open.lines.join('\n')),
      });
    open = undefined;
  };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (/^\s*[#;]/.test(raw)) continue;
    if (raw.trim() === '') {
      close();
    } else if (/^\s/.test(raw) && open) {
      open.lines.push(raw.trim());
    } else if (/^\[.+\]\s*$/.test(raw)) {
      close();
      group = raw.trim().slice(1, -1).trim();
      groups++;
    } else {
      close();
      const [, name, value] = SETTING.exec(raw.trim()) ?? [];
      if (name === undefined) unreadable.push({ line, text: raw });
      else open = { group, name: name.replaceAll('-', '_'), lines: [(value ?? '').trim()], line };
    }
  }
  close();
  return { settings, groups, unreadable };
}

function unquoted(value: string): string {
  const [first = ''] = value;
  const paired = value.length > 1 && (first === '"' || first === "'") && value.endsWith(first);
  return paired ? value.slice(1, -1) : value;
}

/** How deep references may refer to each other. */
const DEPTH = 10;

/**
 * Replaces `$name`, `${name}` and `${group.name}` by the values of other settings and `$$` by `$`. A reference to
 * something the file does not set stays as written.
 */
export function interpolate(setting: OsloSetting, all: readonly OsloSetting[], depth = 0): string {
  if (depth > DEPTH) return setting.value;
  return setting.value.replace(
    /\$(?:\$|\{(?:([A-Za-z0-9_]+)\.)?([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/g,
    (written, group: string | undefined, braced: string | undefined, bare: string | undefined) => {
      if (written === '$$') return '$';
      const name = braced ?? bare;
      const same = (one: OsloSetting): boolean => one.name === name && one.group === (group ?? setting.group);
      const found = all.findLast(same) ?? all.findLast((one) => one.name === name && one.group === 'DEFAULT');
      return found && found !== setting ? interpolate(found, all, depth + 1) : written;
    },
  );
}
