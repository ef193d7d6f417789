import * as organizations from '@devpulse/contracts/organization/organizations';
import * as ownership from '@devpulse/contracts/organization/ownership';
import * as settings from '@devpulse/contracts/organization/settings';
import * as sso from '@devpulse/contracts/organization/sso';
import * as trust from '@devpulse/contracts/organization/trust';
import type { Route } from '@devpulse/contracts/route';
import { CAPABILITY_IDS, capabilityOf, reachOf } from '@devpulse/domain/access/capabilities';
import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import { attendanceRoutes } from './fixture-attendance.ts';
import { contributorRoutes } from './fixture-contributors.ts';
import { ORGANIZATION } from './fixture-figures.ts';
import { githubRoutes } from './fixture-github.ts';
import { CONTRIBUTOR, HELD, TABLES } from './fixture-organization-data.ts';
import { membersRoutes } from './fixture-organization-members.ts';
import { answering, type FixtureCall, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const DUE_AT = '2026-12-20T13:00:00.000Z';
const DONE = { isDone: true as const };

/** The routes of the one organization: what its role may, answered from `state.organization`, and every change noted there. */
export function organizationRoutes(state: FixtureState): FixtureRoute[] {
  const routes = [
    ...memberRoutes(state),
    ...settingsRoutes(state),
    ...ownershipRoutes(state),
    ...recordRoutes(state),
    ...membersRoutes(state),
    ...contributorRoutes(state),
    ...githubRoutes(state),
    ...attendanceRoutes(state),
  ];
  return routes.map((route) => guarded(state, route));
}

/** What every route of the API does before its own work: refuses, asks for a factor, notes a change. */
function guarded(state: FixtureState, { route, work }: FixtureRoute): FixtureRoute {
  return {
    route,
    work: (call) => {
      const { organization } = state;
      if (state.mode === 'failing' && route.id !== organizations.listOrganizations.id) {
        throw new FixtureProblem(503, 'unavailable', 'The database does not answer.', {
          remedy: 'Try again in a moment.',
        });
      }
      const access = route.access;
      if (access !== 'person' && access !== 'anyone' && access !== 'instance_owner') {
        requireOwn(call);
        if (reachOf(access, organization.role) === 'none') {
          throw new FixtureProblem(403, 'forbidden', `A ${organization.role} may not do this here.`);
        }
        const isSensitive = route.isSensitive || capabilityOf(access).isSensitive === true;
        if (isSensitive && !state.sessions.all.get(call.sessionId)?.isRecent) {
          throw new FixtureProblem(
            403,
            'reauthentication_required',
            'This asks you to confirm that it is you.',
          );
        }
      }
      const answer = work(call);
      if (route.method !== 'GET')
        organization.changes.push({ id: route.id, params: call.params, body: call.body });
      return answer;
    },
  };
}

function requireOwn({ params }: FixtureCall<Route>) {
  const { organization } = params as { organization?: string };
  if (organization === ORGANIZATION.slug || organization === 'acme') return;
  throw new FixtureProblem(404, 'not_found', 'There is no such organization.');
}

function memberRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(organizations.listOrganizations, () => ({
      items: state.mode === 'nothing' ? [] : membershipsOf(state),
    })),
    answering(organizations.createOrganization, ({ body }) => {
      if (body.name === 'Taken') {
        throw new FixtureProblem(409, 'conflict', 'An organization has this address.', {
          field: 'body.name',
        });
      }
      state.organization.hasSecond = true;
      return { organization: slugOf(body.name) };
    }),
    answering(organizations.leaveOrganization, () => DONE),
    answering(organizations.listNotices, () => ({ items: state.organization.notices })),
    answering(organizations.markNoticesRead, () => {
      state.organization.notices = state.organization.notices.map((notice) => ({ ...notice, isRead: true }));
      return DONE;
    }),
  ];
}

function membershipsOf({ organization }: FixtureState) {
  const { role } = organization;
  const mine = {
    ...ORGANIZATION,
    name: organization.settings.name,
    calendar: organization.settings.calendar,
    teams: organization.teams.map(({ id, slug, name }) => ({ id, slug, name })),
    role,
    capabilities: CAPABILITY_IDS.filter(
      (id) =>
        reachOf(id, role) !== 'none' &&
        !(organization.isWithheldForFactor && reachOf(id, role) !== reachOf(id, 'developer')),
    ),
    contributorId: organization.contributorId,
    isIndividualViewsOn: organization.isIndividualViewsOn,
    deletionDueAt: organization.deletionDueAt,
    secondFactorDueAt: organization.secondFactorDueAt,
    isWithheldForFactor: organization.isWithheldForFactor,
    unreadNotices: organization.notices.filter(({ isRead }) => !isRead).length,
  };
  const second = {
    ...mine,
    id: '0198c1d2-0000-7000-8000-000000000002',
    slug: 'acme',
    name: 'Acme',
    teams: [],
    unreadNotices: 0,
  };
  return organization.hasSecond ? [mine, second] : [mine];
}

function settingsRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(settings.getSettings, () => ({
      ...state.organization.settings,
      isIndividualViewsOn: state.organization.isIndividualViewsOn,
      isIndividualViewsLocked: state.organization.isIndividualViewsLocked,
    })),
    answering(settings.updateSettings, ({ body }) => {
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      Object.assign(state.organization.settings, Object.fromEntries(given));
      return DONE;
    }),
    answering(sso.getSso, () => ({
      connection: state.organization.sso,
      redirectUri: 'http://127.0.0.1:3000/sign-in/sso/callback',
    })),
    answering(sso.setSso, ({ body: { clientSecret, ...connection } }) => {
      if (connection.issuer.includes('nowhere')) {
        throw new FixtureProblem(400, 'invalid_request', 'The issuer does not answer.', {
          field: 'body.issuer',
        });
      }
      if (state.organization.sso === null && clientSecret === undefined) {
        throw new FixtureProblem(400, 'invalid_request', 'A secret is needed.', {
          field: 'body.clientSecret',
        });
      }
      state.organization.sso = connection;
      return DONE;
    }),
    answering(sso.removeSso, () => {
      state.organization.sso = null;
      return DONE;
    }),
    answering(trust.switchIndividualViews, ({ body }) => {
      state.organization.isIndividualViewsOn = body.isOn;
      state.organization.isIndividualViewsLocked =
        body.isLocked ?? state.organization.isIndividualViewsLocked;
      return DONE;
    }),
  ];
}

function ownershipRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(ownership.transferOwnership, () => {
      state.organization.role = 'admin';
      return DONE;
    }),
    answering(ownership.requestDeletion, ({ body }) => {
      if (body.confirm !== ORGANIZATION.slug) {
        throw new FixtureProblem(400, 'invalid_request', 'This is not the address of the organization.', {
          field: 'body.confirm',
        });
      }
      state.organization.deletionDueAt = DUE_AT;
      return { dueAt: DUE_AT };
    }),
    answering(ownership.cancelDeletion, () => {
      state.organization.deletionDueAt = null;
      return DONE;
    }),
    answering(ownership.exportOrganization, () => TABLES),
  ];
}

function recordRoutes(state: FixtureState): FixtureRoute[] {
  const pageOf = <T extends { at: string }>(items: readonly T[], before: string | undefined, limit: number) =>
    items.filter(({ at }) => before === undefined || at < before).slice(0, limit);
  return [
    answering(trust.getOwnRecord, () => ({
      name: 'Ines Aguiar',
      contributorId: state.organization.contributorId,
      login: 'ines-a',
      isIndividualViewsOn: state.organization.isIndividualViewsOn,
      held: HELD,
    })),
    answering(trust.exportOwnRecord, () => TABLES),
    answering(trust.listWhoLooked, ({ query }) => ({
      items: pageOf(state.organization.looks, query.before, query.limit),
    })),
    answering(trust.listAudit, ({ query }) => ({
      items: pageOf(state.organization.audit, query.before, query.limit),
    })),
    answering(trust.deleteOwnRecord, () => {
      if (state.organization.role === 'owner') {
        throw new FixtureProblem(409, 'conflict', 'You are the only Owner of this organization.', {
          remedy: 'Transfer the ownership first, or delete the organization.',
        });
      }
      return DONE;
    }),
    answering(trust.getPerson, ({ params }) => personOf(state, params.person)),
  ];
}

function personOf({ organization }: FixtureState, person: string) {
  const isSelf = person === organization.contributorId;
  const known = organization.teams
    .flatMap(({ people }) => people)
    .find((one) => one.contributorId === person);
  if (!known) throw new FixtureProblem(404, 'not_found', 'There is no such person.');
  if (!isSelf && !organization.isIndividualViewsOn) {
    throw new FixtureProblem(
      403,
      'forbidden',
      'This organization does not allow individual views of others.',
    );
  }
  return {
    contributorId: person,
    name: known.name,
    login: known.login,
    isSelf,
    teams: organization.teams.slice(0, 1).map(({ id, name }) => ({ id, name })),
    figures: {
      days: 30,
      merged: person === CONTRIBUTOR.amira ? 4 : 11,
      reviewsSubmitted: 19,
      pullRequestsReviewed: 14,
      medianCycleSeconds: 27_540,
      n: person === CONTRIBUTOR.amira ? 4 : 11,
    },
  };
}
