import { listOwnLeave, setMemberLeave, setOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { LeaveService } from './leave.service.ts';

@Controller()
export class LeaveController {
  readonly #leave: LeaveService;

  constructor(leave: LeaveService) {
    this.#leave = leave;
  }

  @ContractRoute(listOwnLeave)
  async own({ member, query }: RouteCall<typeof listOwnLeave>): Promise<RouteResponse<typeof listOwnLeave>> {
    return this.#leave.own(member, query);
  }

  @ContractRoute(setOwnLeave)
  async setOwn({
    member,
    params,
    body,
  }: RouteCall<typeof setOwnLeave>): Promise<RouteResponse<typeof setOwnLeave>> {
    await this.#leave.setOwn(member, params.day, body);
    return { isDone: true };
  }

  @ContractRoute(setMemberLeave)
  async setForMember({
    member,
    params,
    body,
  }: RouteCall<typeof setMemberLeave>): Promise<RouteResponse<typeof setMemberLeave>> {
    await this.#leave.setForMember(member, { userId: params.member, day: params.day, wish: body });
    return { isDone: true };
  }
}
