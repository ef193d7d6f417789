import { Module } from '@nestjs/common';
import { Afterwards } from './afterwards.ts';
import { InvitationAcceptance } from './invitations/invitation-acceptance.ts';
import { PasswordChecker } from './passwords/password-checker.ts';
import { PasswordRules } from './passwords/password-rules.ts';
import { AddressVerification } from './recovery/address-verification.ts';
import { RefreshTokens } from './sessions/refresh-tokens.ts';
import { ReuseNotice } from './sessions/reuse-notice.ts';
import { SessionRefresh } from './sessions/session-refresh.ts';
import { SessionStarter } from './sessions/session-starter.ts';
import { SignInCompletion } from './sign-in/sign-in-completion.ts';
import { Throttle } from './throttle/throttle.ts';

const SHARED = [
  AddressVerification,
  Afterwards,
  InvitationAcceptance,
  PasswordChecker,
  PasswordRules,
  SessionRefresh,
  SessionStarter,
  SignInCompletion,
  Throttle,
];

/** What every way to sign in needs. */
@Module({ providers: [...SHARED, RefreshTokens, ReuseNotice], exports: SHARED })
export class SessionModule {}
