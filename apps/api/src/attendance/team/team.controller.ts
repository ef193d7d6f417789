import { exportTeamTimesheet, listPresence, listTeamDays } from '@devpulse/contracts/attendance/team';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { TeamService } from './team.service.ts';

@Controller()
export class TeamController {
  readonly #team: TeamService;

  constructor(team: TeamService) {
    this.#team = team;
  }

  @ContractRoute(listTeamDays)
  async days({ member, query }: RouteCall<typeof listTeamDays>): Promise<RouteResponse<typeof listTeamDays>> {
    return this.#team.days(member, query);
  }

  @ContractRoute(exportTeamTimesheet)
  async timesheet({
    member,
    query,
  }: RouteCall<typeof exportTeamTimesheet>): Promise<RouteResponse<typeof exportTeamTimesheet>> {
    return this.#team.timesheet(member, query);
  }

  @ContractRoute(listPresence)
  async presence({ member }: RouteCall<typeof listPresence>): Promise<RouteResponse<typeof listPresence>> {
    return this.#team.presence(member);
  }
}
