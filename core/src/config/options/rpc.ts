import { integer, optionalText, text } from '../option.js';

/** The `rpc` group: how API processes call conductors, with `standalone: false`. */
export const rpcOptions = {
  listenAddress: text(
    '127.0.0.1',
    'Address at which a conductor listens for the calls of API processes. `::` binds every IPv4 and IPv6 address.',
  ),
  listenPort: integer(5052, 'Its port; 0 picks a free one.', { minimum: 0, maximum: 65535 }),
  url: optionalText(
    'Where API processes reach this conductor, such as `https://10.0.0.5:5052`. Default: `host` and the port.',
  ),
  secret: optionalText(
    'Shared by all API processes and conductors: it signs calls and answers. Needed unless both sides show certificates (`certFile`, `keyFile`, `caFile`).',
    { secret: true },
  ),
  certFile: optionalText(
    'Certificate chain of this process for calls, PEM. With it conductors listen with TLS.',
  ),
  keyFile: optionalText('Its private key, PEM.'),
  caFile: optionalText('CA certificates, PEM: each side must show a certificate signed by one of them.'),
} as const;
