import {
  deleteOwnRecord,
  exportOwnRecord,
  getOwnRecord,
  getPerson,
  listAudit,
  listWhoLooked,
  switchIndividualViews,
} from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { DepartureService } from '../members/departure.service.ts';
import { ExportService } from '../ownership/export.service.ts';
import { IndividualViewsService } from './individual-views.service.ts';
import { LogsService } from './logs.service.ts';
import { OwnRecordService } from './own-record.service.ts';
import { PersonService } from './person.service.ts';

@Controller()
export class TrustController {
  readonly #views: IndividualViewsService;
  readonly #persons: PersonService;
  readonly #record: OwnRecordService;
  readonly #exports: ExportService;
  readonly #logs: LogsService;
  readonly #departures: DepartureService;

  constructor(
    views: IndividualViewsService,
    persons: PersonService,
    record: OwnRecordService,
    exports: ExportService,
    logs: LogsService,
    departures: DepartureService,
  ) {
    this.#views = views;
    this.#persons = persons;
    this.#record = record;
    this.#exports = exports;
    this.#logs = logs;
    this.#departures = departures;
  }

  @ContractRoute(switchIndividualViews)
  async switchViews({
    member,
    body,
  }: RouteCall<typeof switchIndividualViews>): Promise<RouteResponse<typeof switchIndividualViews>> {
    await this.#views.switch(member, body);
    return { isDone: true };
  }

  @ContractRoute(getPerson)
  async person({ member, params }: RouteCall<typeof getPerson>): Promise<RouteResponse<typeof getPerson>> {
    return this.#persons.read(member, params.person);
  }

  @ContractRoute(getOwnRecord)
  async ownRecord({ member }: RouteCall<typeof getOwnRecord>): Promise<RouteResponse<typeof getOwnRecord>> {
    return this.#record.read(member);
  }

  @ContractRoute(exportOwnRecord)
  async exportOwnRecord({
    member,
  }: RouteCall<typeof exportOwnRecord>): Promise<RouteResponse<typeof exportOwnRecord>> {
    return this.#exports.ofPerson(member);
  }

  @ContractRoute(listWhoLooked)
  async whoLooked({
    member,
    query,
  }: RouteCall<typeof listWhoLooked>): Promise<RouteResponse<typeof listWhoLooked>> {
    return { items: await this.#logs.whoLooked(member, query) };
  }

  @ContractRoute(listAudit)
  async audit({ member, query }: RouteCall<typeof listAudit>): Promise<RouteResponse<typeof listAudit>> {
    return { items: await this.#logs.audit(member, query) };
  }

  @ContractRoute(deleteOwnRecord)
  async deleteOwnRecord({
    member,
  }: RouteCall<typeof deleteOwnRecord>): Promise<RouteResponse<typeof deleteOwnRecord>> {
    await this.#departures.deleteRecord(member);
    return { isDone: true };
  }
}
