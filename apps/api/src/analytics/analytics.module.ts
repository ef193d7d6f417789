import { openChangeFeed } from '@devpulse/database/change-feed';
import { Module } from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { OPEN_CHANGE_FEED } from '../platform/tokens.ts';
import { AnalyticsController } from './analytics.controller.ts';
import { EvidenceService } from './evidence.service.ts';
import { LiveController } from './live.controller.ts';
import { LiveHub, type OpenChangeFeed } from './live-hub.ts';
import { OverviewService } from './overview.service.ts';

@Module({
  controllers: [AnalyticsController, LiveController],
  providers: [
    OverviewService,
    EvidenceService,
    LiveHub,
    {
      provide: OPEN_CHANGE_FEED,
      inject: [ProcessParts],
      useFactory:
        ({ environment }: ProcessParts): OpenChangeFeed =>
        (listener) =>
          openChangeFeed({ url: environment.DASHBOARD_DATABASE_URL, ...listener }),
    },
  ],
})
export class AnalyticsModule {}
