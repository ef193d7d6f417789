import {
  claimEmail,
  declineSuggestion,
  importGithubTeams,
  listContributors,
  listSuggestions,
  mergeContributors,
  splitContributor,
  updateContributor,
} from '@devpulse/contracts/organization/contributors';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { ContributorsService } from './contributors.service.ts';
import { GithubTeamsService } from './github-teams.service.ts';
import { MergesService } from './merges.service.ts';
import { SuggestionsService } from './suggestions.service.ts';

@Controller()
export class ContributorsController {
  readonly #contributors: ContributorsService;
  readonly #merges: MergesService;
  readonly #suggestions: SuggestionsService;
  readonly #teams: GithubTeamsService;

  constructor(
    contributors: ContributorsService,
    merges: MergesService,
    suggestions: SuggestionsService,
    teams: GithubTeamsService,
  ) {
    this.#contributors = contributors;
    this.#merges = merges;
    this.#suggestions = suggestions;
    this.#teams = teams;
  }

  @ContractRoute(listContributors)
  async list({
    member,
  }: RouteCall<typeof listContributors>): Promise<RouteResponse<typeof listContributors>> {
    return this.#contributors.list(member);
  }

  @ContractRoute(updateContributor)
  async update({
    member,
    params,
    body,
  }: RouteCall<typeof updateContributor>): Promise<RouteResponse<typeof updateContributor>> {
    await this.#contributors.update(member, { ...body, contributorId: params.contributor });
    return { isDone: true };
  }

  @ContractRoute(claimEmail)
  async claim({
    member,
    params,
    body,
  }: RouteCall<typeof claimEmail>): Promise<RouteResponse<typeof claimEmail>> {
    await this.#contributors.claim(member, { email: body.email, contributorId: params.contributor });
    return { isDone: true };
  }

  @ContractRoute(mergeContributors)
  async merge({
    member,
    params,
    body,
  }: RouteCall<typeof mergeContributors>): Promise<RouteResponse<typeof mergeContributors>> {
    await this.#merges.merge(member, { from: params.contributor, into: body.into });
    return { isDone: true };
  }

  @ContractRoute(splitContributor)
  async split({
    member,
    params,
    body,
  }: RouteCall<typeof splitContributor>): Promise<RouteResponse<typeof splitContributor>> {
    const split = { from: params.contributor, accountId: body.accountId };
    return { contributorId: await this.#merges.split(member, split) };
  }

  @ContractRoute(listSuggestions)
  async suggestions({
    member,
  }: RouteCall<typeof listSuggestions>): Promise<RouteResponse<typeof listSuggestions>> {
    return this.#suggestions.list(member);
  }

  @ContractRoute(declineSuggestion)
  async decline({
    member,
    body,
  }: RouteCall<typeof declineSuggestion>): Promise<RouteResponse<typeof declineSuggestion>> {
    await this.#suggestions.decline(member, body.subject);
    return { isDone: true };
  }

  @ContractRoute(importGithubTeams)
  async importTeams({
    member,
  }: RouteCall<typeof importGithubTeams>): Promise<RouteResponse<typeof importGithubTeams>> {
    await this.#teams.import(member);
    return { isDone: true };
  }
}
