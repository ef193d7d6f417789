import { type DynamicModule, Module } from '@nestjs/common';
import { AnalyticsModule } from './analytics/analytics.module.ts';
import { AttendanceModule } from './attendance/attendance.module.ts';
import { AuthModule } from './auth/auth.module.ts';
import { ConnectionModule } from './github/connection.module.ts';
import { GithubModule } from './github/github.module.ts';
import { OrganizationModule } from './organization/organization.module.ts';
import { platformModule } from './platform/platform.module.ts';
import type { ProcessParts } from './platform/process-parts.ts';

@Module({})
export class AppModule {}

/** The whole API, around what the process was made with. */
export function appModule(parts: ProcessParts): DynamicModule {
  return {
    module: AppModule,
    imports: [
      platformModule(parts),
      GithubModule,
      ConnectionModule,
      AuthModule,
      AnalyticsModule,
      OrganizationModule,
      AttendanceModule,
    ],
  };
}
