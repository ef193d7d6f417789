/** SQL for the contributor that a person of this id is linked to; the oldest where there are several. Rows named `c`. */
export const contributorOf = (user: string) => `LEFT JOIN LATERAL (
    SELECT c.id FROM contributor c WHERE c.organization_id = $1 AND c.user_id = ${user} ORDER BY c.created_at, c.id LIMIT 1
  ) c ON true`;

/**
 * SQL joins that give a contributor `c` its member `u` and the login of its account `a`, both null where there is none. Somebody who has
 * left is not named by their account any more.
 */
export const IDENTITY_JOINS = `LEFT JOIN membership cm ON cm.organization_id = $1 AND cm.user_id = c.user_id
  LEFT JOIN "user" u ON u.id = cm.user_id
  LEFT JOIN LATERAL (SELECT g.login FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id
    ORDER BY g.is_bot, g.github_id LIMIT 1) a ON true`;

export const PERSON_NAME = `coalesce(u.name, c.display_name, a.login, 'Somebody without a name')`;

/** SQL: is a membership `m` of a team under way. */
export const IS_CURRENT = `(m.starts_at <= now() AND coalesce(m.ends_at, 'infinity') > now())`;
