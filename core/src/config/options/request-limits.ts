import { integer } from '../option.js';

const MIB = 1024 * 1024;

/**
 * Those options of the `limits` group that the API looks at while it reads a request and sends an answer. Real data stay
 * far below: a machine with 40 network cards, 120 disks and 500 PCI devices sends about 200 kB with 7,000 values.
 */
export const requestLimitsOptions = {
  dataBytes: integer(16 * MIB, 'Largest data of a ramdisk, its logs not counted, in bytes.', {
    minimum: 1024,
  }),
  logBytes: integer(32 * MIB, 'Largest `logs` that come with them, in bytes of base64 text.', { minimum: 0 }),
  dataValues: integer(100_000, 'Most values (texts, numbers, lists, objects, …) in data of a ramdisk.', {
    minimum: 1000,
  }),
  dataKeys: integer(20_000, 'Most keys of all their objects together.', { minimum: 1000 }),
  ruleValues: integer(1_500_000, 'Most values in a request that creates, imports or tries rules.', {
    minimum: 1000,
  }),
  bodyMemory: integer(
    128 * MIB,
    'Bytes that request bodies may take at the same time, with what they are parsed to. Bodies above 1 MiB together, and all bodies from one address together, may take half of it.',
    { minimum: MIB },
  ),
  bodySeconds: integer(60, 'Seconds a client has to send a request.', { minimum: 1, maximum: 86_400 }),
  answerMemory: integer(
    64 * MIB,
    'Bytes of long answers (above 64 KiB) that clients have not taken yet; one longer than that is sent alone.',
    { minimum: MIB },
  ),
  answerSeconds: integer(60, 'Seconds a client has to take an answer that is ready.', {
    minimum: 1,
    maximum: 86_400,
  }),
  connections: integer(2000, 'Most connections to the API at the same time.', { minimum: 1 }),
  watchers: integer(
    1000,
    'Most clients of one process that watch events at the same time. Each has a connection of its own. 0: none.',
    { minimum: 0 },
  ),
  connectionsPerAddress: integer(500, 'Most of them from one address.', { minimum: 1 }),
} as const;
