import { Module } from '@nestjs/common';
import { Announcements } from './announcements.ts';
import { ContributorsController } from './contributors/contributors.controller.ts';
import { ContributorsService } from './contributors/contributors.service.ts';
import { GithubTeamsService } from './contributors/github-teams.service.ts';
import { MergesService } from './contributors/merges.service.ts';
import { SuggestionsService } from './contributors/suggestions.service.ts';
import { DepartureService } from './members/departure.service.ts';
import { InvitationsService } from './members/invitations.service.ts';
import { MembersController } from './members/members.controller.ts';
import { MembersService } from './members/members.service.ts';
import { NoticesService } from './organizations/notices.service.ts';
import { OrganizationsController } from './organizations/organizations.controller.ts';
import { OrganizationsService } from './organizations/organizations.service.ts';
import { DeletionService } from './ownership/deletion.service.ts';
import { ExportService } from './ownership/export.service.ts';
import { OwnershipController } from './ownership/ownership.controller.ts';
import { OwnershipService } from './ownership/ownership.service.ts';
import { SettingsController } from './settings/settings.controller.ts';
import { SettingsService } from './settings/settings.service.ts';
import { SsoController } from './sso/sso.controller.ts';
import { SsoService } from './sso/sso.service.ts';
import { TeamCalendarService } from './teams/team-calendar.service.ts';
import { TeamManagersService } from './teams/team-managers.service.ts';
import { TeamPeopleService } from './teams/team-people.service.ts';
import { TeamViewsService } from './teams/team-views.service.ts';
import { TeamsController } from './teams/teams.controller.ts';
import { TeamsService } from './teams/teams.service.ts';
import { IndividualViewsService } from './trust/individual-views.service.ts';
import { LogsService } from './trust/logs.service.ts';
import { OwnRecordService } from './trust/own-record.service.ts';
import { PersonService } from './trust/person.service.ts';
import { TrustController } from './trust/trust.controller.ts';

@Module({
  controllers: [
    OrganizationsController,
    SettingsController,
    MembersController,
    TeamsController,
    ContributorsController,
    SsoController,
    OwnershipController,
    TrustController,
  ],
  providers: [
    Announcements,
    OrganizationsService,
    NoticesService,
    SettingsService,
    MembersService,
    InvitationsService,
    DepartureService,
    TeamViewsService,
    TeamsService,
    TeamPeopleService,
    TeamManagersService,
    TeamCalendarService,
    ContributorsService,
    MergesService,
    SuggestionsService,
    GithubTeamsService,
    SsoService,
    OwnershipService,
    DeletionService,
    ExportService,
    IndividualViewsService,
    PersonService,
    OwnRecordService,
    LogsService,
  ],
})
export class OrganizationModule {}
