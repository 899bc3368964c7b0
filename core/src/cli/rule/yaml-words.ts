import type { ScalarTag } from 'yaml';

type OnError = (message: string) => void;

/** A number that is written with a point: `5.0` is not `5` in a rule. */
const FLOAT = 'tag:yaml.org,2002:float';
const INTEGER = 'tag:yaml.org,2002:int';

const TRUE: ReadonlySet<string> = new Set(['yes', 'true', 'on']);

const booleans: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => TRUE.has(text.toLowerCase()),
};

const nulls: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
};

const integers: ScalarTag = {
  tag: INTEGER,
  default: true,
  test: /^[-+]?(?:0|[1-9][0-9_]*|0[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+)$/,
  resolve: (text) => {
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
    const size = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return sign === '-' ? -size : size;
  },
};

const floats: ScalarTag = {
  tag: FLOAT,
  default: true,
  test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

/** A word that cannot be part of a rule as it is written. */
const refused = (test: RegExp, reason: (text: string) => string): ScalarTag => ({
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test,
  resolve: (text: string, onError: OnError) => {
    onError(`${text} ${reason(text)}`);
    return text;
  },
});

const REFUSED: readonly ScalarTag[] = [
  refused(
    /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
    () => 'is a number of base 60 in YAML 1.1, which ironic-inspector reads; put it in quotes',
  ),
  refused(
    /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?$/,
    () => 'is a date in YAML 1.1, which ironic-inspector reads; put it in quotes',
  ),
  refused(/^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/, () => 'is a number that cannot be part of a rule'),
  refused(
    /^(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][0-9]+|[-+]?[0-9]+[eE][-+][0-9]+|0o[0-7]+|[-+]?0[0-9]+)$/,
    (text) =>
      'is a text in YAML 1.1, which ironic-inspector reads, and a number in YAML 1.2; put it in quotes, or write ' +
      plainNumber(text),
  ),
];

const plainNumber = (text: string): string => {
  const number = Number(/^[-+]?0\d/.test(text) ? text.replace(/^([-+]?)0+(?=\d)/, '$1') : text);
  return /e/i.test(text) && Number.isInteger(number) ? `${String(number)}.0` : String(number);
};

/**
 * What unquoted words of YAML mean, as the client of ironic-inspector reads them (YAML 1.1, the resolver of PyYAML):
 * `yes`, `no`, `on` and `off` are booleans, `0755` is 493, `1_000` is 1000. Words that are easily meant otherwise
 * than they are read (MAC addresses, times, dates, `1e3`) are refused with their line.
 *
 * Integers become bigints and numbers with a point JavaScript numbers, so that the two can be told apart.
 */
export const YAML_WORDS: readonly ScalarTag[] = [nulls, booleans, integers, floats, ...REFUSED];
