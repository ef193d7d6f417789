import { acceptInvitation, readInvitation, signUpByInvitation } from '@devpulse/contracts/auth/invitations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { InvitationService } from './invitation.service.ts';

@Controller()
export class InvitationController {
  readonly #invitations: InvitationService;

  constructor(invitations: InvitationService) {
    this.#invitations = invitations;
  }

  @ContractRoute(readInvitation)
  read({ body, origin }: RouteCall<typeof readInvitation>): Promise<RouteResponse<typeof readInvitation>> {
    return this.#invitations.read(body.token, origin);
  }

  @ContractRoute(signUpByInvitation)
  signUp({
    body,
    origin,
  }: RouteCall<typeof signUpByInvitation>): Promise<RouteResponse<typeof signUpByInvitation>> {
    return this.#invitations.signUp(body, origin);
  }

  @ContractRoute(acceptInvitation)
  async accept({
    body,
    caller,
    origin,
  }: RouteCall<typeof acceptInvitation>): Promise<RouteResponse<typeof acceptInvitation>> {
    return { organization: await this.#invitations.accept(body.token, caller, origin) };
  }
}
