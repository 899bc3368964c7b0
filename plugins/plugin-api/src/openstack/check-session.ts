import { checkAll } from '../errors/check-all.js';
import { InspectorError } from '../errors/inspector-error.js';
import { httpUrlFault } from '../net/http-url.js';
import type { OpenStackAuthType, OpenStackOptions } from './options.js';

type Need = (options: OpenStackOptions) => readonly (keyof OpenStackOptions)[];

const endpoint: Need = (options) => (options.endpoint === undefined ? ['endpointOverride'] : []);
const password: Need = ({ userId }) => [
  'authUrl',
  'password',
  ...(userId === undefined ? ['username' as const] : []),
];
const swift: Need = () => ['authUrl', 'username', 'password'];

/** The options that each way to authenticate needs. */
const NEEDS: Readonly<Record<OpenStackAuthType, Need>> = {
  none: endpoint,
  http_basic: (options) => [...endpoint(options), 'username', 'password'],
  password,
  v3password: password,
  v3applicationcredential: ({ applicationCredentialName }) => [
    'authUrl',
    'applicationCredentialSecret',
    ...(applicationCredentialName === undefined ? ['applicationCredentialId' as const] : []),
  ],
  v3token: () => ['authUrl', 'token'],
  tempauth: swift,
  v1password: swift,
};

/**
 * Finds out whether a session can be made of options.
 *
 * @param group - group of the options, for messages
 * @throws `INSP_CONFIG_INVALID` naming every option that is missing or wrong
 */
export function checkSession(options: OpenStackOptions, group: string): void {
  const { authType, authUrl, username } = options;
  const missing = NEEDS[authType](options).filter((name) => options[name] === undefined);
  const fault = (text: string) => (): never => {
    throw new InspectorError('INSP_CONFIG_INVALID', text);
  };
  checkAll(
    ...missing.map((name) =>
      fault(`${group}.${name}: is needed when ${group}.authType is ${authType}. Set it.`),
    ),
    ...(authUrl === undefined ? [] : urlFaults(`${group}.authUrl`, authUrl).map(fault)),
    ...(authType === 'http_basic' && username?.includes(':') === true
      ? [fault(`${group}.username: a user name for http_basic cannot contain a colon.`)]
      : []),
  );
}

const urlFaults = (option: string, value: string): string[] => {
  const wrong = httpUrlFault(value, EXAMPLE);
  return wrong === undefined ? [] : [`${option}: ${wrong}`];
};

const EXAMPLE = 'http://192.0.2.1:5000/v3';
