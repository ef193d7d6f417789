import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';

export type EvidencePosition = { at: Instant; id: string };

const FORM = /^(\d{1,15})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Where a page of evidence ended, as an opaque text. It narrows a query that is scoped without it, so it needs no seal. */
export function writeCursor(position: EvidencePosition): string {
  return Buffer.from(`${position.at}.${position.id}`).toString('base64url');
}

/** Throws AppError('invalid_request') for a text that `writeCursor` did not make. */
export function readCursor(cursor: string): EvidencePosition {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, at, id] = FORM.exec(text) ?? [];
  if (at !== undefined && id !== undefined) {
    const position = { at: Number(at), id };
    if (writeCursor(position) === cursor) return position;
  }
  throw new AppError('invalid_request', 'The cursor is not one that this API gave.', {
    field: 'query.cursor',
    remedy: 'Send nextCursor of the previous page as it is, or leave it out.',
  });
}
