import {
  createOrganization,
  leaveOrganization,
  listNotices,
  listOrganizations,
  markNoticesRead,
} from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { DepartureService } from '../members/departure.service.ts';
import { NoticesService } from './notices.service.ts';
import { OrganizationsService } from './organizations.service.ts';

@Controller()
export class OrganizationsController {
  readonly #organizations: OrganizationsService;
  readonly #departures: DepartureService;
  readonly #notices: NoticesService;

  constructor(organizations: OrganizationsService, departures: DepartureService, notices: NoticesService) {
    this.#organizations = organizations;
    this.#departures = departures;
    this.#notices = notices;
  }

  @ContractRoute(listOrganizations)
  async list({
    caller,
  }: RouteCall<typeof listOrganizations>): Promise<RouteResponse<typeof listOrganizations>> {
    return { items: await this.#organizations.list(caller) };
  }

  @ContractRoute(createOrganization)
  async create({
    caller,
    body,
  }: RouteCall<typeof createOrganization>): Promise<RouteResponse<typeof createOrganization>> {
    return { organization: await this.#organizations.create(caller, body) };
  }

  @ContractRoute(leaveOrganization)
  async leave({
    member,
  }: RouteCall<typeof leaveOrganization>): Promise<RouteResponse<typeof leaveOrganization>> {
    await this.#departures.leave(member);
    return { isDone: true };
  }

  @ContractRoute(listNotices)
  async notices({ member }: RouteCall<typeof listNotices>): Promise<RouteResponse<typeof listNotices>> {
    return { items: await this.#notices.list(member) };
  }

  @ContractRoute(markNoticesRead)
  async readNotices({
    member,
  }: RouteCall<typeof markNoticesRead>): Promise<RouteResponse<typeof markNoticesRead>> {
    await this.#notices.markRead(member);
    return { isDone: true };
  }
}
