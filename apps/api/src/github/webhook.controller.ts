import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../platform/access/access-rule.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { DeliveryIntake } from './delivery-intake.ts';
import { WEBHOOK_PATH } from './webhook-gate.ts';

const NO_BODY = Buffer.alloc(0);

/** Open to anyone who holds the secret: the signature is the authentication. */
@Controller()
export class WebhookController {
  readonly #parts: ProcessParts;
  readonly #intake: DeliveryIntake;

  constructor(parts: ProcessParts, intake: DeliveryIntake) {
    this.#parts = parts;
    this.#intake = intake;
  }

  @Post(WEBHOOK_PATH)
  @Access('anyone')
  async receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const receivedAt = this.#parts.now();
    const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
    const acknowledgement = await this.#intake.accept({ body, headers: request.headers, receivedAt });
    void reply
      .code(202)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(acknowledgement));
  }
}
