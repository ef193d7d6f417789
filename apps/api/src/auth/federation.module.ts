import { Module } from '@nestjs/common';
import { FactorModule } from './factor.module.ts';
import { ContributorLinks } from './federation/contributor-links.ts';
import { FederationController } from './federation/federation.controller.ts';
import { FederationFlows } from './federation/federation-flows.ts';
import { GithubClient } from './federation/github-client.ts';
import { GithubSignInService } from './federation/github-sign-in.service.ts';
import { IdentityLinkService } from './federation/identity-link.service.ts';
import { SsoClient } from './federation/sso-client.ts';
import { SsoConnections } from './federation/sso-connections.ts';
import { SsoSignInService } from './federation/sso-sign-in.service.ts';
import { SessionModule } from './session.module.ts';

@Module({
  imports: [SessionModule, FactorModule],
  controllers: [FederationController],
  providers: [
    ContributorLinks,
    FederationFlows,
    GithubClient,
    GithubSignInService,
    IdentityLinkService,
    SsoClient,
    SsoConnections,
    SsoSignInService,
  ],
})
export class FederationModule {}
