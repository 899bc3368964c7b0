import { InspectorError } from '@inspector/plugin-api';
import type { PolicyValue, PolicyValues } from './policy-values.js';

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly domain?: Named;
}

/** The parts of a token document of Keystone that policies look at. */
interface TokenDocument {
  readonly user?: Named;
  readonly project?: Named;
  readonly domain?: Named;
  readonly system?: { readonly all?: boolean };
  readonly roles?: readonly Named[];
  readonly is_admin_project?: boolean;
}

/**
 * What a token of Keystone says about a caller, for trying out a policy.
 *
 * @param text - the answer to `GET /v3/auth/tokens`, with or without `token` around it
 * @throws `INSP_FILE_FAILED` for anything else
 */
export function tokenValues(text: string): PolicyValues {
  const token = tokenIn(text);
  const { user, project, domain, system, roles = [], is_admin_project: admin = true } = token;
  const scope = system?.all === true ? 'all' : null;
  const values: Record<string, PolicyValue | undefined> = {
    user_id: user?.id,
    user_name: user?.name,
    user_domain_id: user?.domain?.id,
    user_domain_name: user?.domain?.name,
    project_id: project?.id,
    project_name: project?.name,
    project_domain_id: project?.domain?.id,
    project_domain_name: project?.domain?.name,
    domain_id: domain?.id,
  };
  return {
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null])),
    roles: roles.flatMap(({ name }) => name ?? []),
    is_admin_project: admin,
    system_scope: scope,
    ...(scope === null ? {} : { system: scope }),
    is_public_api: false,
    auth_method: 'keystone',
  };
}

function tokenIn(text: string): TokenDocument {
  try {
    const document = JSON.parse(text) as { readonly token?: TokenDocument } | TokenDocument | null;
    const token = document && 'token' in document ? document.token : (document as TokenDocument | null);
    if (
      typeof token === 'object' &&
      token !== null &&
      !Array.isArray(token) &&
      Array.isArray(token.roles ?? [])
    )
      return token;
  } catch {
    // The words below say it.
  }
  throw new InspectorError(
    'INSP_FILE_FAILED',
    'The file is no token of Keystone: it must be the JSON that GET /v3/auth/tokens returns',
  );
}
