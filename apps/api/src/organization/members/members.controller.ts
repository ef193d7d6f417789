import {
  changeRole,
  invite,
  listInvitations,
  listMembers,
  removeMember,
  withdrawInvitation,
} from '@devpulse/contracts/organization/members';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersService } from './members.service.ts';

@Controller()
export class MembersController {
  readonly #members: MembersService;
  readonly #invitations: InvitationsService;

  constructor(members: MembersService, invitations: InvitationsService) {
    this.#members = members;
    this.#invitations = invitations;
  }

  @ContractRoute(listMembers)
  async list({ member }: RouteCall<typeof listMembers>): Promise<RouteResponse<typeof listMembers>> {
    return { items: await this.#members.list(member) };
  }

  @ContractRoute(changeRole)
  async changeRole({
    member,
    params,
    body,
  }: RouteCall<typeof changeRole>): Promise<RouteResponse<typeof changeRole>> {
    await this.#members.changeRole(member, { userId: params.member, role: body.role });
    return { isDone: true };
  }

  @ContractRoute(removeMember)
  async remove({
    member,
    params,
  }: RouteCall<typeof removeMember>): Promise<RouteResponse<typeof removeMember>> {
    await this.#members.remove(member, params.member);
    return { isDone: true };
  }

  @ContractRoute(listInvitations)
  async invitations({
    member,
  }: RouteCall<typeof listInvitations>): Promise<RouteResponse<typeof listInvitations>> {
    return { items: await this.#invitations.list(member) };
  }

  @ContractRoute(invite)
  async invite({ member, body }: RouteCall<typeof invite>): Promise<RouteResponse<typeof invite>> {
    return this.#invitations.invite(member, body);
  }

  @ContractRoute(withdrawInvitation)
  async withdraw({
    member,
    params,
  }: RouteCall<typeof withdrawInvitation>): Promise<RouteResponse<typeof withdrawInvitation>> {
    await this.#invitations.withdraw(member, params.invitation);
    return { isDone: true };
  }
}
