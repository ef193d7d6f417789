import type { Database } from '@devpulse/database/connection';
import { insertDeliveries } from '@devpulse/database/deliveries';
import type { Queues } from '@devpulse/jobs/queues';
import { Module } from '@nestjs/common';
import { Lifecycle } from '../platform/lifecycle.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { APP_DATABASE, ENQUEUE_DELIVERIES, INSERT_DELIVERIES, QUEUES } from '../platform/tokens.ts';
import { DeliveryBell, type EnqueueDeliveries } from './delivery-bell.ts';
import { DeliveryIntake } from './delivery-intake.ts';
import { DeliveryWriter, type InsertDeliveries } from './delivery-writer.ts';
import { WebhookController } from './webhook.controller.ts';
import { WebhookSigners } from './webhook-signers.ts';

@Module({
  controllers: [WebhookController],
  providers: [
    DeliveryIntake,
    WebhookSigners,
    {
      provide: INSERT_DELIVERIES,
      inject: [APP_DATABASE],
      useFactory:
        (database: Database): InsertDeliveries =>
        (deliveries) =>
          insertDeliveries(database, deliveries),
    },
    {
      provide: ENQUEUE_DELIVERIES,
      inject: [QUEUES],
      useFactory:
        (queues: Queues): EnqueueDeliveries =>
        (deliveries) =>
          queues.enqueueDeliveries(deliveries),
    },
    {
      provide: DeliveryWriter,
      inject: [ProcessParts, INSERT_DELIVERIES],
      useFactory: ({ logger, metrics }: ProcessParts, insert: InsertDeliveries) =>
        new DeliveryWriter({ insert, logger, metrics }),
    },
    {
      provide: DeliveryBell,
      inject: [ProcessParts, ENQUEUE_DELIVERIES],
      useFactory: ({ logger, metrics }: ProcessParts, enqueue: EnqueueDeliveries) =>
        new DeliveryBell({ enqueue, logger, metrics }),
    },
  ],
  exports: [DeliveryBell, WebhookSigners],
})
export class GithubModule {
  constructor(lifecycle: Lifecycle, writer: DeliveryWriter, bell: DeliveryBell) {
    lifecycle.beforeClose('delivery writer', () => writer.idle());
    lifecycle.beforeClose('delivery bell', () => bell.idle());
  }
}
