import { randomUUID } from 'node:crypto';
import * as members from '@devpulse/contracts/organization/members';
import * as teams from '@devpulse/contracts/organization/teams';
import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import { invitation } from './fixture-organization-data.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const DONE = { isDone: true as const };

/** Members, invitations and teams of the one organization. */
export function membersRoutes(state: FixtureState): FixtureRoute[] {
  return [
    ...peopleRoutes(state),
    ...invitationRoutes(state),
    ...teamRoutes(state),
    ...teamPeopleRoutes(state),
  ];
}

function peopleRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(members.listMembers, () => ({ items: state.organization.members })),
    answering(members.changeRole, ({ params, body }) => {
      const member = state.organization.members.find(({ userId }) => userId === params.member);
      if (!member) throw new FixtureProblem(404, 'not_found', 'There is no such member.');
      member.role = body.role;
      return DONE;
    }),
    answering(members.removeMember, ({ params }) => {
      const { organization } = state;
      organization.members = organization.members.filter(({ userId }) => userId !== params.member);
      return DONE;
    }),
  ];
}

function invitationRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(members.listInvitations, () => ({ items: state.organization.invitations })),
    answering(members.invite, ({ body }) => {
      const { organization } = state;
      if (organization.members.some(({ email }) => email === body.email)) {
        throw new FixtureProblem(409, 'conflict', 'This address belongs to a member.', {
          field: 'body.email',
        });
      }
      const others = organization.invitations.filter(({ email }) => email !== body.email);
      const made = { ...invitation('f2', body.email), id: randomUUID(), role: body.role, teams: [] };
      organization.invitations = [made, ...others];
      return { id: made.id, link: `http://127.0.0.1:3000/invitation?token=${made.id}` };
    }),
    answering(members.withdrawInvitation, ({ params }) => {
      const { organization } = state;
      organization.invitations = organization.invitations.filter(({ id }) => id !== params.invitation);
      return DONE;
    }),
  ];
}

function teamOf({ organization }: FixtureState, id: string) {
  const team = organization.teams.find((one) => one.id === id);
  if (!team) throw new FixtureProblem(404, 'not_found', 'There is no such team.');
  return team;
}

function teamRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(teams.listTeams, () => ({ items: state.organization.teams })),
    answering(teams.getTeam, ({ params }) => teamOf(state, params.team)),
    answering(teams.createTeam, ({ body: { name } }) => {
      if (state.organization.teams.some((team) => team.name === name)) {
        throw new FixtureProblem(409, 'conflict', 'There is a team of this name.', { field: 'body.name' });
      }
      const team = { id: randomUUID(), slug: slugOf(name), name };
      state.organization.teams.push({
        ...team,
        people: [],
        managers: [],
        past: [],
        isFromGithub: false,
        calendar: null,
      });
      return team;
    }),
    answering(teams.renameTeam, ({ params, body }) => {
      teamOf(state, params.team).name = body.name;
      return DONE;
    }),
    answering(teams.deleteTeam, ({ params }) => {
      const { organization } = state;
      organization.teams = organization.teams.filter(({ id }) => id !== params.team);
      return DONE;
    }),
  ];
}

function teamPeopleRoutes(state: FixtureState): FixtureRoute[] {
  const everybody = () =>
    state.organization.members.map(({ contributorId, userId, name }) => ({
      contributorId,
      userId,
      name,
      login: null,
    }));
  return [
    answering(teams.listCandidates, () => ({ items: everybody(), total: everybody().length })),
    answering(teams.addToTeam, ({ params, body }) => {
      const person = everybody().find(({ contributorId }) => contributorId === body.contributorId);
      if (!person?.contributorId) {
        throw new FixtureProblem(
          400,
          'invalid_request',
          'A person is named by one of contributorId and userId.',
          {
            field: 'body.contributorId',
          },
        );
      }
      const { contributorId } = person;
      teamOf(state, params.team).people.push({
        ...person,
        contributorId,
        startsAt: `${body.from}T00:00:00.000Z`,
      });
      return { contributorId };
    }),
    answering(teams.removeFromTeam, ({ params }) => {
      const team = teamOf(state, params.team);
      team.people = team.people.filter(({ contributorId }) => contributorId !== params.contributor);
      return DONE;
    }),
    answering(teams.setTeamManagers, ({ params, body }) => {
      teamOf(state, params.team).managers = state.organization.members
        .filter(({ userId }) => body.userIds.includes(userId))
        .map(({ userId, name }) => ({ userId, name }));
      return DONE;
    }),
  ];
}
