import { addGithubToken, removeGithubToken } from '@devpulse/contracts/github/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { TokensService } from './tokens.service.ts';

@Controller()
export class TokensController {
  readonly #tokens: TokensService;

  constructor(tokens: TokensService) {
    this.#tokens = tokens;
  }

  @ContractRoute(addGithubToken)
  async add({
    member,
    body,
  }: RouteCall<typeof addGithubToken>): Promise<RouteResponse<typeof addGithubToken>> {
    return this.#tokens.add(member, body);
  }

  @ContractRoute(removeGithubToken)
  async remove({
    member,
    params,
  }: RouteCall<typeof removeGithubToken>): Promise<RouteResponse<typeof removeGithubToken>> {
    await this.#tokens.remove(member, params.token);
    return { isDone: true };
  }
}
