import { getClock, setOwnZone, updateClockChoices } from '@devpulse/contracts/attendance/clock';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { ChoicesService } from './choices.service.ts';
import { ClockService } from './clock.service.ts';

@Controller()
export class ClockController {
  readonly #clock: ClockService;
  readonly #choices: ChoicesService;

  constructor(clock: ClockService, choices: ChoicesService) {
    this.#clock = clock;
    this.#choices = choices;
  }

  @ContractRoute(getClock)
  async read({ member }: RouteCall<typeof getClock>): Promise<RouteResponse<typeof getClock>> {
    return this.#clock.read(member);
  }

  @ContractRoute(setOwnZone)
  async setZone({ member, body }: RouteCall<typeof setOwnZone>): Promise<RouteResponse<typeof setOwnZone>> {
    await this.#choices.setZone(member, body.zone);
    return { isDone: true };
  }

  @ContractRoute(updateClockChoices)
  async update({
    member,
    body,
  }: RouteCall<typeof updateClockChoices>): Promise<RouteResponse<typeof updateClockChoices>> {
    await this.#choices.update(member, body);
    return { isDone: true };
  }
}
