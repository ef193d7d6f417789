import { timingSafeEqual } from 'node:crypto';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Vault } from '@devpulse/vault/vault';

export type EvidencePosition = { at: Instant; id: string };

const FORM = /^(\d{1,15})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const SEAL_BYTES = 16;

/** Where pages of evidence end, as opaque texts, each good in one organization alone. */
export class EvidenceCursors {
  readonly #vault: Vault;
  readonly #organizationId: string;

  constructor(vault: Vault, organizationId: string) {
    this.#vault = vault;
    this.#organizationId = organizationId;
  }

  write(position: EvidencePosition): string {
    const text = `${position.at}.${position.id}`;
    return Buffer.concat([this.#sealOf(text), Buffer.from(text)]).toString('base64url');
  }

  /** Throws AppError('invalid_request') for a text that `write` did not make for this organization. */
  read(cursor: string): EvidencePosition {
    const bytes = Buffer.from(cursor, 'base64url');
    const text = bytes.subarray(SEAL_BYTES).toString('latin1');
    const [, at, id] = FORM.exec(text) ?? [];
    const isOurs = at !== undefined && timingSafeEqual(bytes.subarray(0, SEAL_BYTES), this.#sealOf(text));
    if (isOurs && id !== undefined && bytes.toString('base64url') === cursor) return { at: Number(at), id };
    throw new AppError('invalid_request', 'The cursor is not one that this API gave.', {
      field: 'query.cursor',
      remedy: 'Send nextCursor of the previous page as it is, or leave it out.',
    });
  }

  #sealOf(text: string): Buffer {
    return this.#vault.derive('evidence-cursor', this.#organizationId, text).subarray(0, SEAL_BYTES);
  }
}
