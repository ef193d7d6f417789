import {
  getOwnDelivery,
  getPersonDelivery,
  getPersonEvidence,
  getRepositoryDelivery,
  getTeamDelivery,
  listRepositoryFigures,
  listTeamFigures,
} from '@devpulse/contracts/analytics/pages';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { KeptAnswer } from '../answers/kept-answer.ts';
import { DeliveryService } from './delivery.service.ts';
import { PeopleService } from './people.service.ts';
import { ScopeLinesService } from './scope-lines.service.ts';

@Controller()
export class PagesController {
  readonly #lines: ScopeLinesService;
  readonly #delivery: DeliveryService;
  readonly #people: PeopleService;

  constructor(lines: ScopeLinesService, delivery: DeliveryService, people: PeopleService) {
    this.#lines = lines;
    this.#delivery = delivery;
    this.#people = people;
  }

  @KeptAnswer()
  @ContractRoute(listTeamFigures)
  async teams({
    member,
    query,
  }: RouteCall<typeof listTeamFigures>): Promise<RouteResponse<typeof listTeamFigures>> {
    return this.#lines.teams(member, query);
  }

  @KeptAnswer()
  @ContractRoute(listRepositoryFigures)
  async repositories({
    member,
    query,
  }: RouteCall<typeof listRepositoryFigures>): Promise<RouteResponse<typeof listRepositoryFigures>> {
    return this.#lines.repositories(member, query);
  }

  @KeptAnswer()
  @ContractRoute(getTeamDelivery)
  async team({
    member,
    params,
    query,
  }: RouteCall<typeof getTeamDelivery>): Promise<RouteResponse<typeof getTeamDelivery>> {
    return this.#delivery.read(member, { team: params.team }, query);
  }

  @KeptAnswer()
  @ContractRoute(getRepositoryDelivery)
  async repository({
    member,
    params,
    query,
  }: RouteCall<typeof getRepositoryDelivery>): Promise<RouteResponse<typeof getRepositoryDelivery>> {
    return this.#delivery.read(member, { repository: params.repository }, query);
  }

  @KeptAnswer({ isPersonal: true })
  @ContractRoute(getOwnDelivery)
  async own({
    member,
    query,
  }: RouteCall<typeof getOwnDelivery>): Promise<RouteResponse<typeof getOwnDelivery>> {
    return this.#people.own(member, query);
  }

  /** Never kept: each look is logged. */
  @ContractRoute(getPersonDelivery)
  async person({
    member,
    params,
    query,
  }: RouteCall<typeof getPersonDelivery>): Promise<RouteResponse<typeof getPersonDelivery>> {
    return this.#people.other(member, params.person, query);
  }

  /** Never kept: each look is logged. */
  @ContractRoute(getPersonEvidence)
  async personEvidence({
    member,
    params,
    query,
  }: RouteCall<typeof getPersonEvidence>): Promise<RouteResponse<typeof getPersonEvidence>> {
    return this.#people.evidence(member, params, query);
  }
}
