/** Roles of a membership, from the widest to the narrowest. */
export const ROLES = ['owner', 'admin', 'manager', 'developer'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** True when `role` is `other` or narrower; nobody hands out more than they hold. */
export function isAtMost(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(other);
}

/** The roles that somebody of this role may give to others, widest first. An ownership is transferred, never given. */
export function rolesGivenBy(role: Role): Role[] {
  return ROLES.filter((other) => other !== 'owner' && isAtMost(other, role));
}

/**
 * Whether somebody of `actor`'s role may change the role of a member who is `from` to `to`. Owners are made and unmade by a
 * transfer of ownership alone, and nobody touches a role wider than their own.
 */
export function mayChangeRole(actor: Role, from: Role, to: Role): boolean {
  return from !== 'owner' && to !== 'owner' && isAtMost(from, actor) && isAtMost(to, actor);
}
