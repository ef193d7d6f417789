import {
  acceptHeldEvents,
  approveCorrection,
  askCorrection,
  declineCorrection,
  listAttendanceAudit,
  listCorrectionsToDecide,
  listOwnCorrections,
  withdrawCorrection,
} from '@devpulse/contracts/attendance/corrections';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { CorrectionListsService } from './correction-lists.service.ts';
import { CorrectionDecisionsService } from './decisions.service.ts';
import { CorrectionRequestsService } from './requests.service.ts';

@Controller()
export class CorrectionsController {
  readonly #requests: CorrectionRequestsService;
  readonly #decisions: CorrectionDecisionsService;
  readonly #lists: CorrectionListsService;

  constructor(
    requests: CorrectionRequestsService,
    decisions: CorrectionDecisionsService,
    lists: CorrectionListsService,
  ) {
    this.#requests = requests;
    this.#decisions = decisions;
    this.#lists = lists;
  }

  @ContractRoute(askCorrection)
  async ask({ member, body }: RouteCall<typeof askCorrection>): Promise<RouteResponse<typeof askCorrection>> {
    return this.#requests.ask(member, body);
  }

  @ContractRoute(withdrawCorrection)
  async withdraw({
    member,
    params,
    body,
  }: RouteCall<typeof withdrawCorrection>): Promise<RouteResponse<typeof withdrawCorrection>> {
    await this.#requests.withdraw(member, params.correction, body.version);
    return { isDone: true };
  }

  @ContractRoute(acceptHeldEvents)
  async accept({
    member,
    params,
    body,
  }: RouteCall<typeof acceptHeldEvents>): Promise<RouteResponse<typeof acceptHeldEvents>> {
    await this.#decisions.acceptOwn(member, params.correction, body.version);
    return { isDone: true };
  }

  @ContractRoute(approveCorrection)
  async approve({
    member,
    params,
    body,
  }: RouteCall<typeof approveCorrection>): Promise<RouteResponse<typeof approveCorrection>> {
    const { version, reason = null } = body;
    await this.#decisions.approve(member, params.correction, { version, reason });
    return { isDone: true };
  }

  @ContractRoute(declineCorrection)
  async decline({
    member,
    params,
    body,
  }: RouteCall<typeof declineCorrection>): Promise<RouteResponse<typeof declineCorrection>> {
    await this.#decisions.decline(member, params.correction, body);
    return { isDone: true };
  }

  @ContractRoute(listOwnCorrections)
  async own({
    member,
    query,
  }: RouteCall<typeof listOwnCorrections>): Promise<RouteResponse<typeof listOwnCorrections>> {
    return this.#lists.own(member, query);
  }

  @ContractRoute(listCorrectionsToDecide)
  async toDecide({
    member,
    query,
  }: RouteCall<typeof listCorrectionsToDecide>): Promise<RouteResponse<typeof listCorrectionsToDecide>> {
    return this.#lists.toDecide(member, query);
  }

  @ContractRoute(listAttendanceAudit)
  async audit({
    member,
    query,
  }: RouteCall<typeof listAttendanceAudit>): Promise<RouteResponse<typeof listAttendanceAudit>> {
    return this.#lists.audit(member, query);
  }
}
