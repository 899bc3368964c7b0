/** A value that a check can compare with. */
export type PolicyValue = string | number | boolean | null | readonly string[];

/** What policy checks know about a caller. */
export type PolicyValues = Readonly<Record<string, PolicyValue>>;

/** What a request is about, for `%(name)s`. */
export type PolicyTarget = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The attributes of a caller that checks may name: those of the request context of ironic-inspector, and `user_name` to
 * `auth_method`, which only Inspector has.
 */
export const POLICY_ATTRIBUTES = [
  'user_id',
  'user_domain_id',
  'project_id',
  'project_domain_id',
  'domain_id',
  'roles',
  'is_admin_project',
  'system_scope',
  'system',
  'service_user_id',
  'service_user_domain_id',
  'service_project_id',
  'service_project_domain_id',
  'service_roles',
  'is_public_api',
  'user_name',
  'project_name',
  'user_domain_name',
  'project_domain_name',
  'auth_method',
] as const;

/** Attributes of other services that operators write here by habit, and what to write instead. */
export const FOREIGN_ATTRIBUTES: Readonly<Record<string, string>> = {
  is_admin: 'write role:admin or rule:is_admin',
  tenant: 'write project_id:… or project_name:…',
  tenant_id: 'write project_id:…',
  user: 'write user_id:… or user_name:…',
};

/** A value as Python writes it, which is how policies compare values. */
export function pythonText(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** A caller nobody knows, on a public route. */
export const PUBLIC_VALUES: PolicyValues = { is_public_api: true, roles: [] };
