import { reauthenticate } from '@devpulse/contracts/auth/sign-in';
import type { RouteResponse } from '@devpulse/contracts/route';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { ReauthenticationService } from './reauthentication.service.ts';

@Controller()
export class ReauthenticationController {
  readonly #reauthentication: ReauthenticationService;

  constructor(reauthentication: ReauthenticationService) {
    this.#reauthentication = reauthentication;
  }

  @ContractRoute(reauthenticate)
  async reauthenticate({
    caller,
    body,
    origin,
  }: RouteCall<typeof reauthenticate>): Promise<RouteResponse<typeof reauthenticate>> {
    const at = await this.#reauthentication.reauthenticate(caller, body, origin);
    return { authenticatedAt: formatInstant(at) };
  }
}
