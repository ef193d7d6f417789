import {
  addToTeam,
  createTeam,
  deleteTeam,
  getTeam,
  listCandidates,
  listTeams,
  removeFromTeam,
  renameTeam,
  setTeamCalendar,
  setTeamManagers,
} from '@devpulse/contracts/organization/teams';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { TeamCalendarService } from './team-calendar.service.ts';
import { TeamManagersService } from './team-managers.service.ts';
import { TeamPeopleService } from './team-people.service.ts';
import { TeamViewsService } from './team-views.service.ts';
import { TeamsService } from './teams.service.ts';

@Controller()
export class TeamsController {
  readonly #views: TeamViewsService;
  readonly #teams: TeamsService;
  readonly #people: TeamPeopleService;
  readonly #managers: TeamManagersService;
  readonly #calendars: TeamCalendarService;

  constructor(
    views: TeamViewsService,
    teams: TeamsService,
    people: TeamPeopleService,
    managers: TeamManagersService,
    calendars: TeamCalendarService,
  ) {
    this.#views = views;
    this.#teams = teams;
    this.#people = people;
    this.#managers = managers;
    this.#calendars = calendars;
  }

  @ContractRoute(listTeams)
  async list({ member }: RouteCall<typeof listTeams>): Promise<RouteResponse<typeof listTeams>> {
    return { items: await this.#views.list(member) };
  }

  @ContractRoute(getTeam)
  async get({ member, params }: RouteCall<typeof getTeam>): Promise<RouteResponse<typeof getTeam>> {
    return this.#views.get(member, params.team);
  }

  @ContractRoute(createTeam)
  async create({ member, body }: RouteCall<typeof createTeam>): Promise<RouteResponse<typeof createTeam>> {
    return this.#teams.create(member, body.name);
  }

  @ContractRoute(renameTeam)
  async rename({
    member,
    params,
    body,
  }: RouteCall<typeof renameTeam>): Promise<RouteResponse<typeof renameTeam>> {
    await this.#teams.rename(member, { id: params.team, name: body.name });
    return { isDone: true };
  }

  @ContractRoute(deleteTeam)
  async delete({ member, params }: RouteCall<typeof deleteTeam>): Promise<RouteResponse<typeof deleteTeam>> {
    await this.#teams.delete(member, params.team);
    return { isDone: true };
  }

  @ContractRoute(listCandidates)
  async candidates({
    member,
  }: RouteCall<typeof listCandidates>): Promise<RouteResponse<typeof listCandidates>> {
    return this.#people.candidates(member);
  }

  @ContractRoute(addToTeam)
  async add({ member, params, body }: RouteCall<typeof addToTeam>): Promise<RouteResponse<typeof addToTeam>> {
    return { contributorId: await this.#people.add(member, { ...body, teamId: params.team }) };
  }

  @ContractRoute(removeFromTeam)
  async remove({
    member,
    params,
  }: RouteCall<typeof removeFromTeam>): Promise<RouteResponse<typeof removeFromTeam>> {
    await this.#people.remove(member, { teamId: params.team, contributorId: params.contributor });
    return { isDone: true };
  }

  @ContractRoute(setTeamManagers)
  async setManagers({
    member,
    params,
    body,
  }: RouteCall<typeof setTeamManagers>): Promise<RouteResponse<typeof setTeamManagers>> {
    await this.#managers.set(member, { teamId: params.team, userIds: body.userIds });
    return { isDone: true };
  }

  @ContractRoute(setTeamCalendar)
  async setCalendar({
    member,
    params,
    body,
  }: RouteCall<typeof setTeamCalendar>): Promise<RouteResponse<typeof setTeamCalendar>> {
    await this.#calendars.set(member, { teamId: params.team, calendar: body.calendar });
    return { isDone: true };
  }
}
