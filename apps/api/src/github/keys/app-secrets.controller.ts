import { addAppKey, removeAppKey, rotateWebhookSecret } from '@devpulse/contracts/github/apps';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AppSecrets } from './app-secrets.service.ts';

@Controller()
export class AppSecretsController {
  readonly #secrets: AppSecrets;

  constructor(secrets: AppSecrets) {
    this.#secrets = secrets;
  }

  @ContractRoute(addAppKey)
  async addKey({
    member,
    params,
    body,
  }: RouteCall<typeof addAppKey>): Promise<RouteResponse<typeof addAppKey>> {
    return this.#secrets.addKey(member, params.app, body.privateKey);
  }

  @ContractRoute(removeAppKey)
  async removeKey({
    member,
    params,
  }: RouteCall<typeof removeAppKey>): Promise<RouteResponse<typeof removeAppKey>> {
    await this.#secrets.removeKey(member, params.app, params.key);
    return { isDone: true };
  }

  @ContractRoute(rotateWebhookSecret)
  async rotate({
    member,
    params,
  }: RouteCall<typeof rotateWebhookSecret>): Promise<RouteResponse<typeof rotateWebhookSecret>> {
    await this.#secrets.rotateWebhookSecret(member, params.app);
    return { isDone: true };
  }
}
