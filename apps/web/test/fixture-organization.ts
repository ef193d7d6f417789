import { listOrganizations } from '@devpulse/contracts/organization/organizations';
import { CAPABILITY_IDS } from '@devpulse/domain/access/capabilities';
import { ORGANIZATION } from './fixture-figures.ts';
import { answering, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

/** What an Owner of the one organization sees of it. */
export const MEMBERSHIP = {
  ...ORGANIZATION,
  role: 'owner' as const,
  capabilities: [...CAPABILITY_IDS],
  contributorId: null,
  isIndividualViewsOn: false,
  deletionDueAt: null,
  secondFactorDueAt: null,
  isWithheldForFactor: false,
  unreadNotices: 0,
};

export function organizationRoutes(state: FixtureState): FixtureRoute[] {
  return [answering(listOrganizations, () => ({ items: state.mode === 'nothing' ? [] : [MEMBERSHIP] }))];
}
