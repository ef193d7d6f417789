/** One side's ids, or ids of nothing; what a route is asked about. */
export type Ids = {
  slug: string;
  member: string;
  contributor: string;
  team: string;
  teamSlug: string;
  otherTeam: string;
  invitation: string;
  session: string;
  device: string;
  passkey: string;
  identity: string;
  githubApp: string;
  githubKey: string;
  githubToken: string;
  installation: string;
  repository: string;
  import: string;
  otherContributor: string;
  account: string;
  commitEmail: string;
  alert: string;
  correction: string;
};

/**
 * What a route is asked with. `child` holds what names something inside the organization (or of the person), in path, query or body;
 * `passed` are the answers that say the caller was let through, where 200 is not the only one.
 */
export type Sample = {
  child?: (ids: Ids) => { params?: Record<string, string>; query?: Record<string, string>; body?: object };
  body?: (ids: Ids) => object;
  query?: Record<string, string>;
  params?: Record<string, string>;
  /** Why 200 cannot come here, although the caller may: the state that is missing. */
  passed?: readonly number[];
};
