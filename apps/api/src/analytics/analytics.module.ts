import { openChangeFeed } from '@devpulse/database/change-feed';
import { Module } from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { OPEN_CHANGE_FEED } from '../platform/tokens.ts';
import { AlertDecisionsService } from './alerts/alert-decisions.service.ts';
import { AlertListService } from './alerts/alert-list.service.ts';
import { AlertSettingsService } from './alerts/alert-settings.service.ts';
import { AlertsController } from './alerts/alerts.controller.ts';
import { AnalyticsController } from './analytics.controller.ts';
import { AnswerStore } from './answers/answer-store.ts';
import { ChangeCounts } from './answers/change-counts.ts';
import { ChangeNews, type OpenChangeFeed } from './answers/change-news.ts';
import { EvidenceService } from './evidence.service.ts';
import { OpenLists } from './figures/open-lists.ts';
import { ResolvedScopes } from './figures/resolved-scopes.ts';
import { Summaries } from './figures/summaries.ts';
import { Withholding } from './figures/withholding.ts';
import { LiveController } from './live.controller.ts';
import { LiveHub } from './live-hub.ts';
import { ComparisonService } from './metrics/comparison.service.ts';
import { DailyExportService } from './metrics/daily-export.service.ts';
import { MetricDaysReader } from './metrics/metric-days.ts';
import { TrendsService } from './metrics/trends.service.ts';
import { OverviewService } from './overview.service.ts';
import { DeliveryService } from './pages/delivery.service.ts';
import { OwnScores } from './pages/own-scores.ts';
import { PagesController } from './pages/pages.controller.ts';
import { PeopleService } from './pages/people.service.ts';
import { ScopeLinesService } from './pages/scope-lines.service.ts';
import { ScoreController } from './score/score.controller.ts';
import { ScoreService } from './score/score.service.ts';
import { ScoreEvidenceService } from './score/score-evidence.service.ts';
import { TargetsController } from './targets/targets.controller.ts';
import { TargetsService } from './targets/targets.service.ts';

@Module({
  controllers: [
    AnalyticsController,
    PagesController,
    ScoreController,
    TargetsController,
    AlertsController,
    LiveController,
  ],
  providers: [
    ChangeNews,
    ChangeCounts,
    { provide: AnswerStore, useFactory: () => new AnswerStore() },
    Withholding,
    ResolvedScopes,
    Summaries,
    OpenLists,
    MetricDaysReader,
    OverviewService,
    EvidenceService,
    TrendsService,
    ComparisonService,
    DailyExportService,
    ScopeLinesService,
    DeliveryService,
    OwnScores,
    PeopleService,
    ScoreService,
    ScoreEvidenceService,
    TargetsService,
    AlertListService,
    AlertDecisionsService,
    AlertSettingsService,
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
