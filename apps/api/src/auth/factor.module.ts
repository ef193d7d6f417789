import { Module } from '@nestjs/common';
import { ChallengeReader } from './factors/challenge-reader.ts';
import { FactorSignInController } from './factors/factor-sign-in.controller.ts';
import { FactorSignInService } from './factors/factor-sign-in.service.ts';
import { FactorsController } from './factors/factors.controller.ts';
import { SecondFactorCheck } from './factors/second-factor-check.ts';
import { SecurityRecord } from './factors/security-record.ts';
import { TotpService } from './factors/totp.service.ts';
import { PasskeyCheck } from './passkeys/passkey-check.ts';
import { PasskeyRegistrationService } from './passkeys/passkey-registration.service.ts';
import { PasskeySignInService } from './passkeys/passkey-sign-in.service.ts';
import { PasskeysController } from './passkeys/passkeys.controller.ts';
import { ReauthenticationController } from './reauthentication/reauthentication.controller.ts';
import { ReauthenticationService } from './reauthentication/reauthentication.service.ts';
import { SessionModule } from './session.module.ts';

@Module({
  imports: [SessionModule],
  controllers: [FactorsController, FactorSignInController, PasskeysController, ReauthenticationController],
  providers: [
    ChallengeReader,
    SecondFactorCheck,
    SecurityRecord,
    TotpService,
    FactorSignInService,
    PasskeyCheck,
    PasskeyRegistrationService,
    PasskeySignInService,
    ReauthenticationService,
  ],
  exports: [SecurityRecord],
})
export class FactorModule {}
