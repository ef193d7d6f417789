import {
  acknowledgeAlert,
  getAlertSettings,
  listAlerts,
  reopenAlert,
  setAlertRule,
  setDigest,
  snoozeAlert,
} from '@devpulse/contracts/analytics/alerts';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { KeptAnswer } from '../answers/kept-answer.ts';
import { AlertDecisionsService } from './alert-decisions.service.ts';
import { AlertListService } from './alert-list.service.ts';
import { seesOthers } from './alert-reach.ts';
import { AlertSettingsService } from './alert-settings.service.ts';

@Controller()
export class AlertsController {
  readonly #alerts: AlertListService;
  readonly #decisions: AlertDecisionsService;
  readonly #settings: AlertSettingsService;

  constructor(alerts: AlertListService, decisions: AlertDecisionsService, settings: AlertSettingsService) {
    this.#alerts = alerts;
    this.#decisions = decisions;
    this.#settings = settings;
  }

  @KeptAnswer({ isPersonal: true, mayKeep: (member) => !seesOthers(member) })
  @ContractRoute(listAlerts)
  async list({ member, query }: RouteCall<typeof listAlerts>): Promise<RouteResponse<typeof listAlerts>> {
    return this.#alerts.list(member, query);
  }

  @ContractRoute(acknowledgeAlert)
  async acknowledge({
    member,
    params,
  }: RouteCall<typeof acknowledgeAlert>): Promise<RouteResponse<typeof acknowledgeAlert>> {
    await this.#decisions.acknowledge(member, params.alert);
    return { isDone: true };
  }

  @ContractRoute(snoozeAlert)
  async snooze({
    member,
    params,
    body,
  }: RouteCall<typeof snoozeAlert>): Promise<RouteResponse<typeof snoozeAlert>> {
    await this.#decisions.snooze(member, params.alert, body.forSeconds);
    return { isDone: true };
  }

  @ContractRoute(reopenAlert)
  async reopen({
    member,
    params,
  }: RouteCall<typeof reopenAlert>): Promise<RouteResponse<typeof reopenAlert>> {
    await this.#decisions.reopen(member, params.alert);
    return { isDone: true };
  }

  @ContractRoute(getAlertSettings)
  async settings({
    member,
  }: RouteCall<typeof getAlertSettings>): Promise<RouteResponse<typeof getAlertSettings>> {
    return this.#settings.read(member);
  }

  @ContractRoute(setAlertRule)
  async setRule({
    member,
    params,
    body,
  }: RouteCall<typeof setAlertRule>): Promise<RouteResponse<typeof setAlertRule>> {
    await this.#settings.setRule(member, params.rule, body);
    return { isDone: true };
  }

  @ContractRoute(setDigest)
  async setDigest({ member, body }: RouteCall<typeof setDigest>): Promise<RouteResponse<typeof setDigest>> {
    await this.#settings.setDigest(member, body.isOn);
    return { isDone: true };
  }
}
