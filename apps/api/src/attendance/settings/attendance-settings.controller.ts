import {
  getAttendanceSettings,
  listMemberTargets,
  setMemberTarget,
  updateAttendanceSettings,
} from '@devpulse/contracts/attendance/settings';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AttendanceSettingsService } from './attendance-settings.service.ts';

@Controller()
export class AttendanceSettingsController {
  readonly #settings: AttendanceSettingsService;

  constructor(settings: AttendanceSettingsService) {
    this.#settings = settings;
  }

  @ContractRoute(getAttendanceSettings)
  async read({
    member,
  }: RouteCall<typeof getAttendanceSettings>): Promise<RouteResponse<typeof getAttendanceSettings>> {
    return this.#settings.read(member);
  }

  @ContractRoute(updateAttendanceSettings)
  async update({
    member,
    body,
  }: RouteCall<typeof updateAttendanceSettings>): Promise<RouteResponse<typeof updateAttendanceSettings>> {
    await this.#settings.update(member, body);
    return { isDone: true };
  }

  @ContractRoute(listMemberTargets)
  async targets({
    member,
    params,
  }: RouteCall<typeof listMemberTargets>): Promise<RouteResponse<typeof listMemberTargets>> {
    return this.#settings.targetsOf(member, params.member);
  }

  @ContractRoute(setMemberTarget)
  async setTarget({
    member,
    params,
    body,
  }: RouteCall<typeof setMemberTarget>): Promise<RouteResponse<typeof setMemberTarget>> {
    await this.#settings.setTarget(member, params.member, body);
    return { isDone: true };
  }
}
