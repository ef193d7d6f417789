import { getEvidence, getOverview } from '@devpulse/contracts/overview';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../platform/contract-route.ts';
import { EvidenceService } from './evidence.service.ts';
import { OverviewService } from './overview.service.ts';

@Controller()
export class AnalyticsController {
  readonly #overviews: OverviewService;
  readonly #evidence: EvidenceService;

  constructor(overviews: OverviewService, evidence: EvidenceService) {
    this.#overviews = overviews;
    this.#evidence = evidence;
  }

  @ContractRoute(getOverview)
  async overview({
    member,
    query,
  }: RouteCall<typeof getOverview>): Promise<RouteResponse<typeof getOverview>> {
    return this.#overviews.read(member, query);
  }

  @ContractRoute(getEvidence)
  async evidence({
    params,
    query,
    member,
  }: RouteCall<typeof getEvidence>): Promise<RouteResponse<typeof getEvidence>> {
    return this.#evidence.read(member, params.metric, query);
  }
}
