import { finishGithubApp, removeGithubApp, startGithubApp } from '@devpulse/contracts/github/apps';
import { getGithub } from '@devpulse/contracts/github/connection';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AppRegistration } from './app-registration.service.ts';
import { ConnectionView } from './connection-view.service.ts';

@Controller()
export class ConnectionController {
  readonly #view: ConnectionView;
  readonly #registration: AppRegistration;

  constructor(view: ConnectionView, registration: AppRegistration) {
    this.#view = view;
    this.#registration = registration;
  }

  @ContractRoute(getGithub)
  async get({ member }: RouteCall<typeof getGithub>): Promise<RouteResponse<typeof getGithub>> {
    return this.#view.read(member);
  }

  @ContractRoute(startGithubApp)
  async start({
    member,
    body,
  }: RouteCall<typeof startGithubApp>): Promise<RouteResponse<typeof startGithubApp>> {
    return this.#registration.start(member, body);
  }

  @ContractRoute(finishGithubApp)
  async finish({
    caller,
    body,
  }: RouteCall<typeof finishGithubApp>): Promise<RouteResponse<typeof finishGithubApp>> {
    return this.#registration.finish(caller, body);
  }

  @ContractRoute(removeGithubApp)
  async remove({
    member,
    params,
  }: RouteCall<typeof removeGithubApp>): Promise<RouteResponse<typeof removeGithubApp>> {
    await this.#registration.remove(member, params.app);
    return { isDone: true };
  }
}
