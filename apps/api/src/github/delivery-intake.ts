import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { NewDelivery } from '@devpulse/database/deliveries';
import { isHandledEvent } from '@devpulse/github/events';
import { findSigner } from '@devpulse/github/signature';
import { Injectable } from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { DeliveryBell } from './delivery-bell.ts';
import { readAppNumber, readDeliveryHeaders } from './delivery-headers.ts';
import { DeliveryWriter, storeUnavailable } from './delivery-writer.ts';
import { signatureRefused } from './webhook-gate.ts';
import { type WebhookSigner, WebhookSigners } from './webhook-signers.ts';

type Incoming = { body: Buffer; headers: IncomingHttpHeaders; receivedAt: number };

export type Acknowledgement = { status: 'accepted' | 'duplicate'; deliveryId: string };

/** Takes a delivery in: verify, store, ring. The body is never parsed here: a hostile one would stall every other request. */
@Injectable()
export class DeliveryIntake {
  readonly #parts: ProcessParts;
  readonly #writer: DeliveryWriter;
  readonly #bell: DeliveryBell;
  readonly #signers: WebhookSigners;

  constructor(parts: ProcessParts, writer: DeliveryWriter, bell: DeliveryBell, signers: WebhookSigners) {
    this.#parts = parts;
    this.#signers = signers;
    this.#writer = writer;
    this.#bell = bell;
  }

  /** Resolves after the row is committed. `receivedAt` is in epoch milliseconds. */
  async accept(input: Incoming): Promise<Acknowledgement> {
    const { deliveriesTotal } = this.#parts.metrics;
    const signer = await this.#signerOf(input);
    if (signer === null) {
      deliveriesTotal.inc({ outcome: 'refused' });
      throw signatureRefused();
    }
    const delivery = newDelivery(input, signer);
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

  async #signerOf({ body, headers }: Incoming): Promise<WebhookSigner | null> {
    const given = headers['x-hub-signature-256'];
    const header = typeof given === 'string' ? given : undefined;
    const appNumber = readAppNumber(headers);
    const signers = await this.#signers.candidates(appNumber);
    const signer = findSigner({ body, header, signers });
    if (signer !== null) return signer;
    const newer = await this.#signers.newCandidates(appNumber).catch((error: unknown) => {
      throw storeUnavailable(error);
    });
    return newer === null ? null : findSigner({ body, header, signers: newer });
  }
}

function newDelivery(input: Incoming, { githubAppId }: WebhookSigner): NewDelivery {
  const { guid, event, hookId, installationTargetId, kept } = readDeliveryHeaders(input.headers);
  const isHandled = isHandledEvent(event);
  return {
    guid,
    event,
    hookId,
    installationTargetId,
    githubAppId,
    headers: kept,
    body: input.body,
    bodySha256: createHash('sha256').update(input.body).digest(),
    receivedAt: new Date(input.receivedAt),
    state: isHandled ? 'received' : 'ignored',
    reason: isHandled ? null : 'event_not_handled',
  };
}
