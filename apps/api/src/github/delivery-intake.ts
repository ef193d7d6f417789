import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { NewDelivery } from '@devpulse/database/deliveries';
import { isHandledEvent } from '@devpulse/github/events';
import { verifySignature } from '@devpulse/github/signature';
import { Injectable } from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { DeliveryBell } from './delivery-bell.ts';
import { readDeliveryHeaders } from './delivery-headers.ts';
import { DeliveryWriter } from './delivery-writer.ts';
import { signatureRefused } from './webhook-gate.ts';

export type Acknowledgement = { status: 'accepted' | 'duplicate'; deliveryId: string };

/** Takes a delivery in: verify, store, ring. The body is never parsed here: a hostile one would stall every other request. */
@Injectable()
export class DeliveryIntake {
  readonly #parts: ProcessParts;
  readonly #writer: DeliveryWriter;
  readonly #bell: DeliveryBell;

  constructor(parts: ProcessParts, writer: DeliveryWriter, bell: DeliveryBell) {
    this.#parts = parts;
    this.#writer = writer;
    this.#bell = bell;
  }

  /** Resolves after the row is committed. `receivedAt` is in epoch milliseconds. */
  async accept(input: {
    body: Buffer;
    headers: IncomingHttpHeaders;
    receivedAt: number;
  }): Promise<Acknowledgement> {
    const { deliveriesTotal } = this.#parts.metrics;
    if (!this.#isSigned(input)) {
      deliveriesTotal.inc({ outcome: 'refused' });
      throw signatureRefused();
    }
    const delivery = newDelivery(input);
    const receipt = await this.#writer.write(delivery);
    if (receipt.outcome === 'duplicate') {
      deliveriesTotal.inc({ outcome: 'duplicate' });
      return { status: 'duplicate', deliveryId: receipt.id };
    }
    if (delivery.state === 'received') {
      this.#bell.ring({ id: receipt.id, receivedAt: receipt.receivedAt, event: delivery.event });
    }
    deliveriesTotal.inc({ outcome: delivery.state === 'ignored' ? 'ignored' : receipt.outcome });
    return { status: 'accepted', deliveryId: receipt.id };
  }

  #isSigned(input: { body: Buffer; headers: IncomingHttpHeaders }): boolean {
    const header = input.headers['x-hub-signature-256'];
    return verifySignature({
      body: input.body,
      header: typeof header === 'string' ? header : undefined,
      secrets: this.#parts.environment.GITHUB_WEBHOOK_SECRETS,
    });
  }
}

function newDelivery(input: { body: Buffer; headers: IncomingHttpHeaders; receivedAt: number }): NewDelivery {
  const { guid, event, hookId, installationTargetId, kept } = readDeliveryHeaders(input.headers);
  const isHandled = isHandledEvent(event);
  return {
    guid,
    event,
    hookId,
    installationTargetId,
    headers: kept,
    body: input.body,
    bodySha256: createHash('sha256').update(input.body).digest(),
    receivedAt: new Date(input.receivedAt),
    state: isHandled ? 'received' : 'ignored',
    reason: isHandled ? null : 'event_not_handled',
  };
}
