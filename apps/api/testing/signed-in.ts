import { ORGANIZATION } from '../src/analytics/testing/organization.ts';
import { AccessReader } from '../src/platform/access/access-reader.ts';
import { AccessTokens } from '../src/platform/access/access-tokens.ts';
import type { Caller, Member } from '../src/platform/access/caller.ts';

/** What a signed-in person sends: any token will do, since the stand-ins believe each. */
export const SIGNED_IN = { authorization: 'Bearer a-token-that-the-stand-in-believes' };

export const CALLER: Caller = {
  sessionId: '0c9a1f6e-5555-4a4b-8a55-3d2c9f1b0a77',
  userId: '0c9a1f6e-6666-4a4b-8a55-3d2c9f1b0a77',
  kind: 'web',
  deviceId: null,
  authenticatedAt: Date.parse('2026-11-20T09:00:00Z'),
  isInstanceOwner: false,
};

export const MEMBER: Member = {
  organizationId: ORGANIZATION.id,
  slug: ORGANIZATION.slug,
  userId: CALLER.userId,
  role: 'owner',
  roleSince: CALLER.authenticatedAt,
  ownTeamIds: [],
  managedTeamIds: [],
  contributorId: null,
  isIndividualViewsOn: false,
  secondFactorPolicy: 'administrators',
  hasSecondFactor: true,
};

/** Who is asked for what a caller may do; what is not given is the Owner of the one sample organization. */
export type AccessStandIn = Partial<Pick<AccessReader, 'caller' | 'member'>>;

/** Providers that stand in for sessions and memberships, which live in the database. */
export function accessStandIns(access: AccessStandIn = {}) {
  const tokens: Pick<AccessTokens, 'sessionOf'> = {
    sessionOf: async () => ({ sessionId: CALLER.sessionId, userId: CALLER.userId }),
  };
  const reader: Pick<AccessReader, 'caller' | 'member' | 'readBoth' | 'forgetSession' | 'forgetPerson'> = {
    caller: async () => CALLER,
    member: async (slug) => (slug === ORGANIZATION.slug ? MEMBER : null),
    readBoth: async () => undefined,
    forgetSession: () => undefined,
    forgetPerson: () => undefined,
    ...access,
  };
  return [
    { provide: AccessTokens, useValue: tokens },
    { provide: AccessReader, useValue: reader },
  ];
}
