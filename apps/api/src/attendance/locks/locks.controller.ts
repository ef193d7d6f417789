import { listAttendanceLocks, lockAttendance, unlockAttendance } from '@devpulse/contracts/attendance/locks';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { LocksService } from './locks.service.ts';

@Controller()
export class LocksController {
  readonly #locks: LocksService;

  constructor(locks: LocksService) {
    this.#locks = locks;
  }

  @ContractRoute(listAttendanceLocks)
  async list({
    member,
    query,
  }: RouteCall<typeof listAttendanceLocks>): Promise<RouteResponse<typeof listAttendanceLocks>> {
    return this.#locks.list(member, query);
  }

  @ContractRoute(lockAttendance)
  async lock({
    member,
    body,
  }: RouteCall<typeof lockAttendance>): Promise<RouteResponse<typeof lockAttendance>> {
    return { locked: await this.#locks.lock(member, body) };
  }

  @ContractRoute(unlockAttendance)
  async unlock({
    member,
    params,
    body,
  }: RouteCall<typeof unlockAttendance>): Promise<RouteResponse<typeof unlockAttendance>> {
    await this.#locks.unlock(member, { userId: params.member, ...body });
    return { isDone: true };
  }
}
