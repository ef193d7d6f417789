import {
  exportDailyMetrics,
  getComparison,
  getDistribution,
  getEvidence,
  getTrend,
  listMetrics,
} from '@devpulse/contracts/analytics/metrics';
import { getOverview } from '@devpulse/contracts/analytics/overview';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../platform/contract-route.ts';
import { KeptAnswer } from './answers/kept-answer.ts';
import { EvidenceService } from './evidence.service.ts';
import { ComparisonService } from './metrics/comparison.service.ts';
import { DailyExportService } from './metrics/daily-export.service.ts';
import { metricReference } from './metrics/metric-reference.ts';
import { TrendsService } from './metrics/trends.service.ts';
import { OverviewService } from './overview.service.ts';

@Controller()
export class AnalyticsController {
  readonly #overviews: OverviewService;
  readonly #evidence: EvidenceService;
  readonly #trends: TrendsService;
  readonly #comparisons: ComparisonService;
  readonly #exports: DailyExportService;

  constructor(
    overviews: OverviewService,
    evidence: EvidenceService,
    trends: TrendsService,
    comparisons: ComparisonService,
    exports: DailyExportService,
  ) {
    this.#overviews = overviews;
    this.#evidence = evidence;
    this.#trends = trends;
    this.#comparisons = comparisons;
    this.#exports = exports;
  }

  @KeptAnswer()
  @ContractRoute(getOverview)
  async overview({
    member,
    query,
  }: RouteCall<typeof getOverview>): Promise<RouteResponse<typeof getOverview>> {
    return this.#overviews.read(member, query);
  }

  @ContractRoute(listMetrics)
  async metrics(_: RouteCall<typeof listMetrics>): Promise<RouteResponse<typeof listMetrics>> {
    return metricReference();
  }

  @KeptAnswer()
  @ContractRoute(getTrend)
  async trend({
    params,
    query,
    member,
  }: RouteCall<typeof getTrend>): Promise<RouteResponse<typeof getTrend>> {
    return this.#trends.trend(member, params.metric, query);
  }

  @KeptAnswer()
  @ContractRoute(getDistribution)
  async distribution({
    params,
    query,
    member,
  }: RouteCall<typeof getDistribution>): Promise<RouteResponse<typeof getDistribution>> {
    return this.#trends.distribution(member, params.metric, query);
  }

  @KeptAnswer()
  @ContractRoute(getComparison)
  async comparison({
    query,
    member,
  }: RouteCall<typeof getComparison>): Promise<RouteResponse<typeof getComparison>> {
    return this.#comparisons.read(member, query);
  }

  @KeptAnswer()
  @ContractRoute(getEvidence)
  async evidence({
    params,
    query,
    member,
  }: RouteCall<typeof getEvidence>): Promise<RouteResponse<typeof getEvidence>> {
    return this.#evidence.read(member, params.metric, query);
  }

  @KeptAnswer()
  @ContractRoute(exportDailyMetrics)
  async exportDays({
    query,
    member,
  }: RouteCall<typeof exportDailyMetrics>): Promise<RouteResponse<typeof exportDailyMetrics>> {
    return this.#exports.read(member, query);
  }
}
