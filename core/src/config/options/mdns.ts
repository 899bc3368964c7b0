import { integer, list, optionalText, table } from '../option.js';

/** The `mdns` group: what is announced by multicast DNS where `enableMdns` is set. */
export const mdnsOptions = {
  url: optionalText(
    'Address of the API as ramdisks reach it, such as `http://192.0.2.1:5050`; they append `/v1/continue`. Default: that of `continueListen`, else of the API, with all addresses of this machine where it listens on all.',
  ),
  params: table(
    {},
    'More texts to announce. Those that begin with `ipa_` are options of the ramdisk, such as `ipa_debug`, and take precedence over its own.',
  ),
  interfaces: list([], 'IPv4 addresses of this machine in whose networks it is announced. Empty: in all.'),
  registrationAttempts: integer(
    5,
    'How often it is tried to get the name before the start fails because another program has it.',
    { minimum: 1, maximum: 20 },
  ),
} as const;
