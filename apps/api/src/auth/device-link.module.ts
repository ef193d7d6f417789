import { Module } from '@nestjs/common';
import { AuthorizationCodes } from './device-link/authorization-codes.ts';
import { DeviceCodes } from './device-link/device-codes.ts';
import { DeviceDecisions } from './device-link/device-decisions.ts';
import { DeviceLinkController } from './device-link/device-link.controller.ts';
import { DeviceLinking } from './device-link/device-linking.ts';
import { UserCodeHash } from './device-link/user-code-hash.ts';
import { FactorModule } from './factor.module.ts';
import { SessionModule } from './session.module.ts';

@Module({
  imports: [SessionModule, FactorModule],
  controllers: [DeviceLinkController],
  providers: [AuthorizationCodes, DeviceCodes, DeviceDecisions, DeviceLinking, UserCodeHash],
})
export class DeviceLinkModule {}
