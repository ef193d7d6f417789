import { getSso, removeSso, setSso } from '@devpulse/contracts/organization/sso';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { SsoService } from './sso.service.ts';

@Controller()
export class SsoController {
  readonly #sso: SsoService;

  constructor(sso: SsoService) {
    this.#sso = sso;
  }

  @ContractRoute(getSso)
  async get({ member }: RouteCall<typeof getSso>): Promise<RouteResponse<typeof getSso>> {
    return this.#sso.read(member);
  }

  @ContractRoute(setSso)
  async set({ member, body }: RouteCall<typeof setSso>): Promise<RouteResponse<typeof setSso>> {
    await this.#sso.set(member, body);
    return { isDone: true };
  }

  @ContractRoute(removeSso)
  async remove({ member }: RouteCall<typeof removeSso>): Promise<RouteResponse<typeof removeSso>> {
    await this.#sso.remove(member);
    return { isDone: true };
  }
}
