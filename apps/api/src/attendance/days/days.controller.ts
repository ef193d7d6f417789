import {
  exportTimesheet,
  exportTimesheetPdf,
  getMemberDays,
  listMemberSessions,
  listOwnDays,
  listOwnSessions,
} from '@devpulse/contracts/attendance/days';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { DaysService } from './days.service.ts';

@Controller()
export class DaysController {
  readonly #days: DaysService;

  constructor(days: DaysService) {
    this.#days = days;
  }

  @ContractRoute(listOwnDays)
  async own({ member, query }: RouteCall<typeof listOwnDays>): Promise<RouteResponse<typeof listOwnDays>> {
    return this.#days.own(member, query);
  }

  @ContractRoute(listOwnSessions)
  async ownSessions({
    member,
    query,
  }: RouteCall<typeof listOwnSessions>): Promise<RouteResponse<typeof listOwnSessions>> {
    return this.#days.ownSessions(member, query);
  }

  @ContractRoute(getMemberDays)
  async ofMember({
    member,
    params,
    query,
  }: RouteCall<typeof getMemberDays>): Promise<RouteResponse<typeof getMemberDays>> {
    return this.#days.ofMember(member, params.member, query);
  }

  @ContractRoute(listMemberSessions)
  async sessionTimes({
    member,
    params,
    query,
  }: RouteCall<typeof listMemberSessions>): Promise<RouteResponse<typeof listMemberSessions>> {
    return this.#days.sessionTimes(member, params.member, query);
  }

  @ContractRoute(exportTimesheet)
  async timesheet({
    member,
    params,
    query,
  }: RouteCall<typeof exportTimesheet>): Promise<RouteResponse<typeof exportTimesheet>> {
    return this.#days.timesheet(member, params.member, query);
  }

  @ContractRoute(exportTimesheetPdf)
  async pdf({
    member,
    params,
    query,
  }: RouteCall<typeof exportTimesheetPdf>): Promise<RouteResponse<typeof exportTimesheetPdf>> {
    return this.#days.pdf(member, params.member, query);
  }
}
