import { getScore, getScoreEvidence, getScoreHistory } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { KeptAnswer } from '../answers/kept-answer.ts';
import { ScoreService } from './score.service.ts';
import { ScoreEvidenceService } from './score-evidence.service.ts';

@Controller()
export class ScoreController {
  readonly #scores: ScoreService;
  readonly #evidence: ScoreEvidenceService;

  constructor(scores: ScoreService, evidence: ScoreEvidenceService) {
    this.#scores = scores;
    this.#evidence = evidence;
  }

  @KeptAnswer()
  @ContractRoute(getScore)
  async score({ member, query }: RouteCall<typeof getScore>): Promise<RouteResponse<typeof getScore>> {
    return this.#scores.read(member, query);
  }

  @KeptAnswer()
  @ContractRoute(getScoreHistory)
  async history({
    member,
    query,
  }: RouteCall<typeof getScoreHistory>): Promise<RouteResponse<typeof getScoreHistory>> {
    return this.#scores.history(member, query);
  }

  @KeptAnswer()
  @ContractRoute(getScoreEvidence)
  async evidence({
    member,
    query,
  }: RouteCall<typeof getScoreEvidence>): Promise<RouteResponse<typeof getScoreEvidence>> {
    return this.#evidence.read(member, query);
  }
}
