import {
  endOtherSessions,
  endSession,
  listDevices,
  listSessions,
  renameDevice,
  unlinkDevice,
} from '@devpulse/contracts/account/sessions';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { SessionListService } from './session-list.service.ts';

@Controller()
export class SessionListController {
  readonly #list: SessionListService;

  constructor(list: SessionListService) {
    this.#list = list;
  }

  @ContractRoute(listSessions)
  sessions({ caller }: RouteCall<typeof listSessions>): Promise<RouteResponse<typeof listSessions>> {
    return this.#list.sessions(caller);
  }

  @ContractRoute(endSession)
  async end({ caller, params }: RouteCall<typeof endSession>): Promise<{ isDone: true }> {
    await this.#list.end(caller, params.session);
    return { isDone: true };
  }

  @ContractRoute(endOtherSessions)
  async endOthers({ caller }: RouteCall<typeof endOtherSessions>): Promise<{ ended: number }> {
    return { ended: await this.#list.endOthers(caller) };
  }

  @ContractRoute(listDevices)
  devices({ caller }: RouteCall<typeof listDevices>): Promise<RouteResponse<typeof listDevices>> {
    return this.#list.devices(caller);
  }

  @ContractRoute(renameDevice)
  async rename({ caller, params, body }: RouteCall<typeof renameDevice>): Promise<{ isDone: true }> {
    await this.#list.rename(caller, params.device, body.name);
    return { isDone: true };
  }

  @ContractRoute(unlinkDevice)
  async unlink({ caller, params }: RouteCall<typeof unlinkDevice>): Promise<{ isDone: true }> {
    await this.#list.unlink(caller, params.device);
    return { isDone: true };
  }
}
