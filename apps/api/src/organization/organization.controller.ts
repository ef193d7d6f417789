import { listOrganizations } from '@devpulse/contracts/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller, UseGuards } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../platform/contract-route.ts';
import { SampleOrganizationGuard } from '../platform/sample-organization-guard.ts';
import { OrganizationService } from './organization.service.ts';

@Controller()
@UseGuards(SampleOrganizationGuard)
export class OrganizationController {
  readonly #organizations: OrganizationService;

  constructor(organizations: OrganizationService) {
    this.#organizations = organizations;
  }

  @ContractRoute(listOrganizations)
  async list(_call: RouteCall<typeof listOrganizations>): Promise<RouteResponse<typeof listOrganizations>> {
    return { items: await this.#organizations.list() };
  }
}
