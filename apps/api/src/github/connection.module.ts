import { Module } from '@nestjs/common';
import { AppRegistration } from './connect/app-registration.service.ts';
import { AuditTrail } from './connect/audit-trail.ts';
import { ConnectStates } from './connect/connect-states.ts';
import { ConnectionController } from './connect/connection.controller.ts';
import { ConnectionView } from './connect/connection-view.service.ts';
import { FirstContact } from './connect/first-contact.ts';
import { GithubApps } from './connect/github-apps.ts';
import { GithubWork } from './connect/github-work.ts';
import { InstanceApp } from './connect/instance-app.ts';
import { GithubModule } from './github.module.ts';
import { ImportsController } from './imports/imports.controller.ts';
import { ImportsService } from './imports/imports.service.ts';
import { InstallationClaims } from './installations/installation-claim.service.ts';
import { InstallationsController } from './installations/installations.controller.ts';
import { InstallationsService } from './installations/installations.service.ts';
import { AppSecretsController } from './keys/app-secrets.controller.ts';
import { AppSecrets } from './keys/app-secrets.service.ts';
import { RepositoriesController } from './repositories/repositories.controller.ts';
import { RepositoriesService } from './repositories/repositories.service.ts';
import { RepositoryListing } from './repositories/repository-listing.ts';
import { TokensController } from './tokens/tokens.controller.ts';
import { TokensService } from './tokens/tokens.service.ts';

/** Connecting organizations to GitHub, and what is read through the connections. */
@Module({
  imports: [GithubModule],
  controllers: [
    ConnectionController,
    AppSecretsController,
    InstallationsController,
    RepositoriesController,
    ImportsController,
    TokensController,
  ],
  providers: [
    AuditTrail,
    ConnectStates,
    FirstContact,
    InstanceApp,
    GithubApps,
    GithubWork,
    ConnectionView,
    AppRegistration,
    AppSecrets,
    InstallationsService,
    InstallationClaims,
    RepositoryListing,
    RepositoriesService,
    ImportsService,
    TokensService,
  ],
})
export class ConnectionModule {}
