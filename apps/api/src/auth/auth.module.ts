import { Module } from '@nestjs/common';
import { AccountController } from './account/account.controller.ts';
import { AccountService } from './account/account.service.ts';
import { AccountDeletion } from './account/account-deletion.ts';
import { PasswordChange } from './account/password-change.ts';
import { SessionListController } from './account/session-list.controller.ts';
import { SessionListService } from './account/session-list.service.ts';
import { DeviceLinkModule } from './device-link.module.ts';
import { FactorModule } from './factor.module.ts';
import { FederationModule } from './federation.module.ts';
import { InvitationController } from './invitations/invitation.controller.ts';
import { InvitationService } from './invitations/invitation.service.ts';
import { InstanceMailsController } from './mails/instance-mails.controller.ts';
import { RecoveryController } from './recovery/recovery.controller.ts';
import { RecoveryService } from './recovery/recovery.service.ts';
import { SessionModule } from './session.module.ts';
import { SetUpController } from './set-up/set-up.controller.ts';
import { SetUpService } from './set-up/set-up.service.ts';
import { SetUpLink } from './set-up/set-up-link.ts';
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInService } from './sign-in/sign-in.service.ts';

@Module({
  imports: [SessionModule, FactorModule, FederationModule, DeviceLinkModule],
  controllers: [
    AccountController,
    InstanceMailsController,
    InvitationController,
    RecoveryController,
    SessionListController,
    SetUpController,
    SignInController,
  ],
  providers: [
    AccountDeletion,
    AccountService,
    InvitationService,
    PasswordChange,
    RecoveryService,
    SessionListService,
    SetUpLink,
    SetUpService,
    SignInService,
  ],
})
export class AuthModule {}
