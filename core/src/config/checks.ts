import { isIPv4 } from 'node:net';
import { certificateName } from './certificate-name.js';
import { parseIpNetwork } from '@inspector/plugin-api/net';
import { apartFaults } from './apart-faults.js';
import { backendUrlFaults } from './backend-url.js';
import { hostAndPort } from './host-and-port.js';
import type { ConfigProblem } from './problems.js';
import { remoteHost } from './remote-host.js';
import type { InspectorConfig } from './types.js';

/** Bytes of `sun_path` in `sockaddr_un` of Linux (unix(7)), less the zero at its end. */
const LONGEST_SOCKET = 107;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether nobody outside this machine can reach an address. */
export const isLoopbackAddress = (address: string): boolean => LOOPBACK.test(address);

/**
 * Combinations of options that contradict each other.
 *
 * @param faulty - paths of options that are wrong by themselves; nothing is said about what they are combined with
 */
export function contradictions(
  config: InspectorConfig,
  faulty: ReadonlySet<string> = new Set(),
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const { processing, pxeFilter } = config;
  if (processing.addPorts === 'disabled' && processing.keepPorts === 'added') {
    problems.push({
      path: 'processing.keepPorts',
      message:
        'Configuration error: add_ports set to disabled and keep_ports set to added. Please change keep_ports to all.',
    });
  }
  if (pxeFilter.denyUnknownMacs && processing.nodeNotFoundHook) {
    problems.push({
      path: 'pxeFilter.denyUnknownMacs',
      message:
        'Configuration error: [pxe_filter]deny_unknown_macs is enabled and [processing]node_not_found_hook is enabled. These options cannot both be enabled simultaneously.',
    });
  }
  const isFaulty = faulty.has('ssl') || faulty.has('ssl.certFile') || faulty.has('ssl.keyFile');
  if (config.useSsl && !isFaulty && !(config.ssl.certFile && config.ssl.keyFile)) {
    problems.push({ path: 'useSsl', message: 'needs ssl.certFile and ssl.keyFile' });
  }
  if (config.listenUnixSocketMode !== undefined && !/^0?o?[0-7]{3,4}$/.test(config.listenUnixSocketMode)) {
    problems.push({ path: 'listenUnixSocketMode', message: 'must be an octal mode such as 0660' });
  }
  if (config.listenUnixSocket !== undefined && Buffer.byteLength(config.listenUnixSocket) > LONGEST_SOCKET) {
    problems.push({
      path: 'listenUnixSocket',
      message: `must have at most ${LONGEST_SOCKET} bytes, the longest path of a socket`,
    });
  }
  if (config.metrics.listen !== undefined && hostAndPort(config.metrics.listen) === undefined) {
    problems.push({
      path: 'metrics.listen',
      message: 'must be an address and a port, such as 127.0.0.1:9560 or [::1]:9560',
    });
  }
  if (config.continueListen !== undefined && hostAndPort(config.continueListen) === undefined) {
    problems.push({
      path: 'continueListen',
      message: 'must be an address and a port, such as 192.0.2.1:5051 or [2001:db8::1]:5051',
    });
  }
  problems.push(...proxyFaults(config.trustedProxies), ...healthcheckFaults(config.healthcheck));
  problems.push(...certificateUserFaults(config), ...apartFaults(config), ...remoteCheckFaults(config));
  problems.push(...callbackFaults(config), ...backendUrlFaults(config), ...mdnsFaults(config));
  return problems;
}

/** Certificates that would be known to nobody. */
function certificateUserFaults({ useSsl, ssl, authStrategy }: InspectorConfig): ConfigProblem[] {
  const path = 'ssl.tlsUsers';
  const keys = Object.keys(ssl.tlsUsers);
  if (keys.length === 0) return [];
  return [
    ...(useSsl && ssl.caFile !== undefined
      ? []
      : [{ path, message: 'needs useSsl and ssl.caFile: only then clients show certificates' }]),
    ...(authStrategy === 'noauth'
      ? [{ path, message: "has no effect with authStrategy 'noauth', which lets everybody do everything" }]
      : []),
    ...keys
      .filter((key) => certificateName(key) === undefined)
      .map((key) => ({
        path,
        message: `must have subjects such as CN=monitoring,O=Acme, or SHA-256 fingerprints, not ${key}`,
      })),
  ];
}

/** Bytes that one text of a DNS record has at most. */
const LONGEST_TEXT = 255;

/** What could not be announced by multicast DNS. */
function mdnsFaults({ enableMdns, listenUnixSocket, processing, mdns }: InspectorConfig): ConfigProblem[] {
  const { url, params, interfaces } = mdns;
  const isUrl = url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
  return [
    ...(isUrl ? [] : [{ path: 'mdns.url', message: 'must be a URL such as http://192.0.2.1:5050' }]),
    ...Object.entries(params)
      .filter(
        ([key, value]) => !/^[ -<>-~]+$/.test(key) || Buffer.byteLength(`${key}=${value}`) > LONGEST_TEXT,
      )
      .map(([key]) => ({
        path: 'mdns.params',
        message: `must have names of visible ASCII without "=", and ${LONGEST_TEXT} bytes with the value at most, not ${key}`,
      })),
    ...interfaces
      .filter((text) => isIPv4(text) === false)
      .map((text) => ({
        path: 'mdns.interfaces',
        message: `must be IPv4 addresses of this machine, not ${text}`,
      })),
    ...(enableMdns && processing.callbackSecret !== undefined
      ? [
          {
            path: 'processing.callbackSecret',
            message: 'cannot be used with enableMdns: a ramdisk that finds the address so sends no secret',
          },
        ]
      : []),
    ...(enableMdns && listenUnixSocket !== undefined && url === undefined
      ? [{ path: 'mdns.url', message: 'must say where a proxy passes requests on to listenUnixSocket' }]
      : []),
  ];
}

/** Beyond these, a secret would have to be encoded in a URL, and may be cut on the command line of a kernel. */
const CALLBACK_SECRET = /^[\w.~-]{16,}$/;

/** Secrets that a ramdisk could not send. */
function callbackFaults({ processing: { callbackSecret } }: InspectorConfig): ConfigProblem[] {
  const path = 'processing.callbackSecret';
  if (callbackSecret === undefined || CALLBACK_SECRET.test(callbackSecret)) return [];
  return [{ path, message: 'must have at least 16 letters, digits, -, _, . and ~, and nothing else' }];
}

/** Servers that could never be asked. */
const remoteCheckFaults = ({ osloPolicy: { remoteChecks } }: InspectorConfig): ConfigProblem[] =>
  remoteChecks
    .filter((text) => remoteHost(text) === undefined)
    .map((text) => ({
      path: 'osloPolicy.remoteChecks',
      message: `must be servers such as policy.example or policy.example:8443, not ${text}`,
    }));

/** A network with bits behind its prefix was meant to be another one. */
const proxyFaults = (trusted: readonly string[]): ConfigProblem[] =>
  trusted
    .filter((text) => parseIpNetwork(text)?.hostBitsSet !== false)
    .map((text) => ({
      path: 'trustedProxies',
      message: `must be addresses and networks such as 192.0.2.1 or 198.51.100.0/24, not ${text}`,
    }));

/** What would be accepted and never take effect. */
function healthcheckFaults({ path, disableByFilePaths }: InspectorConfig['healthcheck']): ConfigProblem[] {
  return [
    ...(path.startsWith('/') ? [] : [{ path: 'healthcheck.path', message: 'must begin with /' }]),
    ...disableByFilePaths
      .filter((pair) => !/^\s*\d+\s*:./.test(pair))
      .map((pair) => ({
        path: 'healthcheck.disableByFilePaths',
        message: `must be pairs of port and path such as 5050:/run/down, not ${pair}`,
      })),
  ];
}

/** Why the configuration would let strangers in without its author having said so; undefined when it would not. */
export function unsafeExposure(config: InspectorConfig): string | undefined {
  if (config.authStrategy !== 'noauth' || config.allowUnauthenticated) return undefined;
  if (config.listenUnixSocket !== undefined || isLoopbackAddress(config.listenAddress)) return undefined;
  return (
    `authStrategy is 'noauth' and the API would listen on ${config.listenAddress}: everybody who reaches it could power machines on and off.\n` +
    `Listen on 127.0.0.1 behind a proxy that authenticates, and give ramdisks \`continueListen\`; or say allowUnauthenticated: true if only trusted programs reach it.`
  );
}
