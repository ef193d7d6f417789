import { removeIdentity } from '@devpulse/contracts/account/factors';
import {
  finishGithubSignIn,
  finishIdentityLink,
  finishSsoSignIn,
  startGithubSignIn,
  startIdentityLink,
  startSsoSignIn,
} from '@devpulse/contracts/auth/federation';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { GithubSignInService } from './github-sign-in.service.ts';
import { IdentityLinkService } from './identity-link.service.ts';
import { SsoSignInService } from './sso-sign-in.service.ts';

@Controller()
export class FederationController {
  readonly #github: GithubSignInService;
  readonly #sso: SsoSignInService;
  readonly #links: IdentityLinkService;

  constructor(github: GithubSignInService, sso: SsoSignInService, links: IdentityLinkService) {
    this.#github = github;
    this.#sso = sso;
    this.#links = links;
  }

  @ContractRoute(startGithubSignIn)
  startGithub({
    body,
    origin,
  }: RouteCall<typeof startGithubSignIn>): Promise<RouteResponse<typeof startGithubSignIn>> {
    return this.#github.start(body.invitation ?? null, origin);
  }

  @ContractRoute(finishGithubSignIn)
  finishGithub({ body, origin }: RouteCall<typeof finishGithubSignIn>): Promise<SignInResult> {
    return this.#github.finish(body, origin);
  }

  @ContractRoute(startSsoSignIn)
  startSso({
    body,
    origin,
  }: RouteCall<typeof startSsoSignIn>): Promise<RouteResponse<typeof startSsoSignIn>> {
    return this.#sso.start(body.organization, origin);
  }

  @ContractRoute(finishSsoSignIn)
  finishSso({ body, origin }: RouteCall<typeof finishSsoSignIn>): Promise<SignInResult> {
    return this.#sso.finish(body, origin);
  }

  @ContractRoute(startIdentityLink)
  startLink({
    caller,
    body,
  }: RouteCall<typeof startIdentityLink>): Promise<RouteResponse<typeof startIdentityLink>> {
    return this.#links.start(caller.userId, body);
  }

  @ContractRoute(finishIdentityLink)
  async finishLink({
    caller,
    body,
  }: RouteCall<typeof finishIdentityLink>): Promise<RouteResponse<typeof finishIdentityLink>> {
    return { label: await this.#links.finish(caller.userId, body) };
  }

  @ContractRoute(removeIdentity)
  async removeIdentity({
    caller,
    params,
  }: RouteCall<typeof removeIdentity>): Promise<RouteResponse<typeof removeIdentity>> {
    await this.#links.unlink(caller.userId, params.identity);
    return { isDone: true };
  }
}
