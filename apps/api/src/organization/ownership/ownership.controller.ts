import {
  cancelDeletion,
  exportOrganization,
  requestDeletion,
  transferOwnership,
} from '@devpulse/contracts/organization/ownership';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { DeletionService } from './deletion.service.ts';
import { ExportService } from './export.service.ts';
import { OwnershipService } from './ownership.service.ts';

@Controller()
export class OwnershipController {
  readonly #ownership: OwnershipService;
  readonly #deletion: DeletionService;
  readonly #exports: ExportService;

  constructor(ownership: OwnershipService, deletion: DeletionService, exports: ExportService) {
    this.#ownership = ownership;
    this.#deletion = deletion;
    this.#exports = exports;
  }

  @ContractRoute(transferOwnership)
  async transfer({
    member,
    body,
  }: RouteCall<typeof transferOwnership>): Promise<RouteResponse<typeof transferOwnership>> {
    await this.#ownership.transfer(member, body.userId);
    return { isDone: true };
  }

  @ContractRoute(requestDeletion)
  async requestDeletion({
    member,
    body,
  }: RouteCall<typeof requestDeletion>): Promise<RouteResponse<typeof requestDeletion>> {
    return this.#deletion.request(member, body.confirm);
  }

  @ContractRoute(cancelDeletion)
  async cancelDeletion({
    member,
  }: RouteCall<typeof cancelDeletion>): Promise<RouteResponse<typeof cancelDeletion>> {
    await this.#deletion.cancel(member);
    return { isDone: true };
  }

  @ContractRoute(exportOrganization)
  async export({
    member,
  }: RouteCall<typeof exportOrganization>): Promise<RouteResponse<typeof exportOrganization>> {
    return this.#exports.ofOrganization(member);
  }
}
