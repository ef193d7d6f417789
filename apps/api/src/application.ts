import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { ChangeCounts } from './analytics/answers/change-counts.ts';
import { forgetAfterChanges } from './analytics/answers/forget-after-changes.ts';
import { appModule } from './app.module.ts';
import { guardWebhookRoute } from './github/webhook-gate.ts';
import { NestLog } from './platform/nest-log.ts';
import type { ProcessParts } from './platform/process-parts.ts';
import { configureServer, createHttpAdapter } from './platform/server.ts';

/** The API, ready to listen. */
export async function createApplication(parts: ProcessParts): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    appModule(parts),
    createHttpAdapter(parts.environment),
    { bodyParser: false, abortOnError: false, logger: new NestLog(parts.logger) },
  );
  return prepareApplication(app);
}

/** For an application that was made in another way, as tests do. */
export async function prepareApplication(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  const server = configureServer(app);
  guardWebhookRoute(server);
  forgetAfterChanges(server, app.get(ChangeCounts));
  await app.init();
  await (app.getHttpAdapter() as FastifyAdapter).getInstance().ready();
  return app;
}
