import { listTargets, setTarget } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { TargetsService } from './targets.service.ts';

@Controller()
export class TargetsController {
  readonly #targets: TargetsService;

  constructor(targets: TargetsService) {
    this.#targets = targets;
  }

  @ContractRoute(listTargets)
  async list({ member }: RouteCall<typeof listTargets>): Promise<RouteResponse<typeof listTargets>> {
    return this.#targets.list(member);
  }

  @ContractRoute(setTarget)
  async set({ member, params, body }: RouteCall<typeof setTarget>): Promise<RouteResponse<typeof setTarget>> {
    await this.#targets.set(member, { ...body, kind: params.kind });
    return { isDone: true };
  }
}
