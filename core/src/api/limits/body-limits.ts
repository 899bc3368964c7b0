import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';
import { MAX_DEPTH, nestedTooDeeply } from '../../json/depth.js';
import type { JsonContents } from './json-count.js';
import type { LimitName } from './limit-reports.js';

/** What a request brings: data of a ramdisk, which may be anybody's, or what operators write. */
export type BodyKind = 'ramdisk-data' | 'rules' | 'inventory' | 'login';

/** Why a body is refused. */
export interface BodyFault {
  /** The option that sets the limit; undefined: none does. */
  readonly limit: LimitName | undefined;
  readonly error: InspectorError;
}

/** Looks at a body while it arrives. */
export interface BodyLimits {
  /** Bytes of a refused body that are read before it is answered. */
  readonly mostThrownAway: number;
  /** What is wrong with a body whose client says that it will have so many bytes. */
  faultInLength(length: number): BodyFault | undefined;
  /** What is wrong with a body so far. */
  faultIn(size: number, contents: JsonContents): BodyFault | undefined;
}

type Limits = Pick<InspectorConfig, 'maxBodySize' | 'limits'>;

/** The limits for bodies of a kind. */
export function bodyLimits(kind: BodyKind, config: Limits): BodyLimits {
  if (kind === 'ramdisk-data') return dataLimits(config);
  if (kind === 'login') return loginLimits();
  return kind === 'rules' ? ruleLimits(config) : inventoryLimits(config);
}

function dataLimits({ maxBodySize, limits }: Limits): BodyLimits {
  const { dataBytes, logBytes, dataValues, dataKeys } = limits;
  const faultInLength = (length: number): BodyFault | undefined => {
    if (length > maxBodySize) return tooLong(maxBodySize);
    return length > dataBytes + logBytes ? tooMuchData(dataBytes) : undefined;
  };
  return {
    mostThrownAway: maxBodySize,
    faultInLength,
    faultIn(size, { values, keys, depth, logBytes: logs }) {
      if (depth > MAX_DEPTH) return { limit: undefined, error: nestedTooDeeply() };
      if (size > maxBodySize) return tooLong(maxBodySize);
      if (logs > logBytes) return fault('logBytes', `\`logs\` is larger than ${String(logBytes)} bytes`);
      if (size - logs > dataBytes) return tooMuchData(dataBytes);
      if (values > dataValues) return tooMany('dataValues', dataValues, 'values');
      return keys > dataKeys ? tooMany('dataKeys', dataKeys, 'keys') : undefined;
    },
  };
}

function ruleLimits({ maxBodySize, limits: { ruleValues } }: Limits): BodyLimits {
  const faultInLength = (length: number): BodyFault | undefined =>
    length > maxBodySize ? tooLong(maxBodySize) : undefined;
  return {
    mostThrownAway: maxBodySize,
    faultInLength,
    faultIn: (size, { values }) =>
      faultInLength(size) ?? (values > ruleValues ? tooMany('ruleValues', ruleValues, 'values') : undefined),
  };
}

/** Bytes of a user and a password, or of a token. */
const LONGEST_LOGIN = 16_384;

function loginLimits(): BodyLimits {
  const faultInLength = (length: number): BodyFault | undefined =>
    length > LONGEST_LOGIN ? { ...tooLong(LONGEST_LOGIN), limit: undefined } : undefined;
  return { mostThrownAway: 4 * LONGEST_LOGIN, faultInLength, faultIn: (size) => faultInLength(size) };
}

/** How large an inventory may be is looked at when it is read. */
function inventoryLimits({ maxBodySize }: Limits): BodyLimits {
  const faultInLength = (length: number): BodyFault | undefined =>
    length > maxBodySize ? tooLong(maxBodySize) : undefined;
  return {
    mostThrownAway: maxBodySize,
    faultInLength,
    faultIn: (size, { depth }) =>
      depth > MAX_DEPTH ? { limit: undefined, error: nestedTooDeeply() } : faultInLength(size),
  };
}

const fault = (limit: LimitName, text: string): BodyFault => ({
  limit,
  error: new InspectorError('INSP_BODY_TOO_LARGE', text),
});

const tooLong = (most: number): BodyFault =>
  fault('maxBodySize', `The request body is larger than ${String(most)} bytes`);

const tooMuchData = (most: number): BodyFault =>
  fault('dataBytes', `The request body without its logs is larger than ${String(most)} bytes`);

const tooMany = (limit: LimitName, most: number, what: string): BodyFault =>
  fault(limit, `The request body holds more than ${String(most)} ${what}`);
