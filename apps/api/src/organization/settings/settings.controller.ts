import { getSettings, updateSettings } from '@devpulse/contracts/organization/settings';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { SettingsService } from './settings.service.ts';

@Controller()
export class SettingsController {
  readonly #settings: SettingsService;

  constructor(settings: SettingsService) {
    this.#settings = settings;
  }

  @ContractRoute(getSettings)
  async get({ member }: RouteCall<typeof getSettings>): Promise<RouteResponse<typeof getSettings>> {
    return this.#settings.read(member);
  }

  @ContractRoute(updateSettings)
  async update({
    member,
    body,
  }: RouteCall<typeof updateSettings>): Promise<RouteResponse<typeof updateSettings>> {
    await this.#settings.update(member, body);
    return { isDone: true };
  }
}
