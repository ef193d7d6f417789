import {
  finishInstallation,
  removeInstallation,
  startInstallation,
} from '@devpulse/contracts/github/installations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { InstallationClaims } from './installation-claim.service.ts';
import { InstallationsService } from './installations.service.ts';

@Controller()
export class InstallationsController {
  readonly #installations: InstallationsService;
  readonly #claims: InstallationClaims;

  constructor(installations: InstallationsService, claims: InstallationClaims) {
    this.#installations = installations;
    this.#claims = claims;
  }

  @ContractRoute(startInstallation)
  async start({
    member,
    body,
  }: RouteCall<typeof startInstallation>): Promise<RouteResponse<typeof startInstallation>> {
    return this.#installations.start(member, body.app);
  }

  @ContractRoute(finishInstallation)
  async finish({
    caller,
    body,
  }: RouteCall<typeof finishInstallation>): Promise<RouteResponse<typeof finishInstallation>> {
    return this.#claims.finish(caller, body);
  }

  @ContractRoute(removeInstallation)
  async remove({
    member,
    params,
  }: RouteCall<typeof removeInstallation>): Promise<RouteResponse<typeof removeInstallation>> {
    await this.#installations.remove(member, params.installation);
    return { isDone: true };
  }
}
