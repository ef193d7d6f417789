import {
  chooseRepositories,
  importRepository,
  listRepositories,
  refreshRepositories,
} from '@devpulse/contracts/github/repositories';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { RepositoriesService } from './repositories.service.ts';

@Controller()
export class RepositoriesController {
  readonly #repositories: RepositoriesService;

  constructor(repositories: RepositoriesService) {
    this.#repositories = repositories;
  }

  @ContractRoute(listRepositories)
  async list({
    member,
  }: RouteCall<typeof listRepositories>): Promise<RouteResponse<typeof listRepositories>> {
    return this.#repositories.list(member);
  }

  @ContractRoute(chooseRepositories)
  async choose({
    member,
    body,
  }: RouteCall<typeof chooseRepositories>): Promise<RouteResponse<typeof chooseRepositories>> {
    return { imports: await this.#repositories.choose(member, body) };
  }

  @ContractRoute(refreshRepositories)
  async refresh({
    member,
  }: RouteCall<typeof refreshRepositories>): Promise<RouteResponse<typeof refreshRepositories>> {
    return { found: await this.#repositories.refresh(member) };
  }

  @ContractRoute(importRepository)
  async importAgain({
    member,
    params,
    body,
  }: RouteCall<typeof importRepository>): Promise<RouteResponse<typeof importRepository>> {
    const { repository } = params;
    await this.#repositories.importAgain(member, { repository, ...body });
    return { isDone: true };
  }
}
