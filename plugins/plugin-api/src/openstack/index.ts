export { NoAnswer, ServiceHttp, type ServiceAnswer, type ServiceRequest } from './http.js';
export { openStackSchema, type OpenStackAuthType, type OpenStackOptions } from './options.js';
export { checkSession } from './check-session.js';
export { createSession, type OpenStackSession } from './session.js';
export { readTlsSettings, type TlsSettings } from './tls.js';
export { tlsSchema, type TlsOptions } from './tls-schema.js';
